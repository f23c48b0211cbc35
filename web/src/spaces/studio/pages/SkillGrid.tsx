import { Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../../kit/Empty.tsx";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import type { Drafted, Value } from "../model/draft.ts";
import { levelOf, withLevel } from "../model/levels.ts";
import { useDrafted, useOptions, useTitle } from "../model/useObjects.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import classes from "./SkillGrid.module.css";

const rowHeight = 32;

/** Agents × skills: every level in one grid, moved in by arrow keys and set by typing 0 to 5. */
export function SkillGrid() {
  const { t } = useTranslation("studio");
  const users = useDrafted("user");
  const skills = useOptions("skill");
  const teams = useOptions("team");
  const [team, setTeam] = useState<string | null>(null);
  const [query, setQuery] = useState("");
  const title = useTitle();
  const agents = useMemo(
    () =>
      (users.rows ?? []).filter(
        (row) =>
          row.mark !== "removed" &&
          row.value["inactive"] !== true &&
          !!row.value["profile"] &&
          (team === null || row.value["team"] === team) &&
          title(row.value, row.object.key).toLowerCase().includes(query.trim().toLowerCase()),
      ),
    [users.rows, team, query, title],
  );
  const { edit } = useStudioDraft();
  const set = useCallback(
    (row: Drafted, skill: string, level: number) => edit(row.object, withLevel(row.value, skill, level)),
    [edit],
  );
  if (users.error !== null && users.rows === undefined) {
    return <ErrorState error={users.error} retry={() => void users.refetch()} />;
  }
  return (
    <section className={classes["page"]} aria-label={t("section.grid")}>
      <header className={classes["head"]}>
        <h1>{t("section.grid")}</h1>
        <span className={classes["hint"]}>{t("grid.hint")}</span>
        <Select
          aria-label={t("field.team")}
          placeholder={t("grid.everyTeam")}
          data={teams}
          clearable
          searchable
          value={team}
          onChange={setTeam}
        />
        <TextInput
          aria-label={t("list.search")}
          placeholder={t("list.search")}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </header>
      {users.rows === undefined ? (
        <RowSkeleton rows={12} height={rowHeight} />
      ) : agents.length === 0 ? (
        <Empty title={t("list.notFound")} />
      ) : (
        <Grid agents={agents} skills={skills} title={title} onSet={set} />
      )}
    </section>
  );
}

interface GridProps {
  agents: readonly Drafted[];
  skills: readonly { value: string; label: string }[];
  title: (value: Value, key: string) => string;
  onSet: (row: Drafted, skill: string, level: number) => void;
}

function Grid({ agents, skills, title, onSet }: GridProps) {
  const { t } = useTranslation("studio");
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const virtualizer = useVirtualizer({
    count: agents.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    scrollMargin: rowHeight,
  });
  const tracks = `minmax(180px, 240px) repeat(${skills.length}, 92px)`;
  const moveTo = (row: number, column: number) => {
    const next = {
      row: Math.max(0, Math.min(agents.length - 1, row)),
      column: Math.max(0, Math.min(skills.length - 1, column)),
    };
    setAt(next);
    virtualizer.scrollToIndex(next.row);
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.column}"]`)
        ?.focus({ preventScroll: true }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Enter: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      PageUp: [-16, 0],
      PageDown: [16, 0],
      Home: [0, -skills.length],
      End: [0, skills.length],
    };
    const step = steps[event.key];
    const row = agents[at.row];
    const skill = skills[at.column];
    if (step !== undefined) {
      event.preventDefault();
      moveTo(at.row + step[0], at.column + step[1]);
    } else if (row?.object.editable && skill && /^[0-5]$|^Delete$|^Backspace$/.test(event.key)) {
      event.preventDefault();
      onSet(row, skill.value, /^\d$/.test(event.key) ? Number(event.key) : 0);
    }
  };
  const latest = useRef(setAt);
  useEffect(() => {
    latest.current = setAt;
  });
  const onFocus = useCallback((row: number, column: number) => latest.current({ row, column }), []);
  return (
    <div ref={scroller} className={classes["scroller"]}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by the virtual list, so it cannot be <table> */}
      <div
        role="grid"
        aria-label={t("section.grid")}
        aria-rowcount={agents.length + 1}
        aria-colcount={skills.length + 1}
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the cells are */}
        <div role="row" className={classes["header"]} style={{ gridTemplateColumns: tracks }}>
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
          <span role="columnheader">{t("field.name")}</span>
          {skills.map((skill) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <span key={skill.value} role="columnheader" title={skill.label}>
              {skill.label}
            </span>
          ))}
        </div>
        <div role="presentation" style={{ position: "relative", height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = agents[item.index];
            if (row === undefined) return null;
            return (
              <GridRow
                key={row.object.key}
                row={row}
                index={item.index}
                offset={item.start - rowHeight}
                name={title(row.value, row.object.key)}
                skills={skills}
                tracks={tracks}
                column={item.index === at.row ? at.column : undefined}
                onFocus={onFocus}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface GridRowProps {
  row: Drafted;
  index: number;
  offset: number;
  name: string;
  skills: readonly { value: string; label: string }[];
  tracks: string;
  /** The cell that the keyboard is in. */
  column: number | undefined;
  onFocus: (row: number, column: number) => void;
}

const GridRow = memo(function GridRow({
  row,
  index,
  offset,
  name,
  skills,
  tracks,
  column,
  onFocus,
}: GridRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Grid
    // biome-ignore lint/a11y/useFocusableInteractive: the cells are
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes["row"]}
      style={{ gridTemplateColumns: tracks, transform: `translateY(${offset}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see Grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see Grid */}
      <span role="rowheader" className={classes["name"]}>
        {name}
      </span>
      {skills.map((skill, at) => {
        const level = levelOf(row.value, skill.value);
        const changed = level !== levelOf(row.object.value, skill.value) || row.mark === "added";
        return (
          // biome-ignore lint/a11y/useSemanticElements: see Grid
          <span
            key={skill.value}
            role="gridcell"
            data-cell={`${index} ${at}`}
            data-level={level}
            data-changed={changed || undefined}
            aria-label={`${name}, ${skill.label}: ${level === 0 ? "–" : level}`}
            aria-readonly={!row.object.editable}
            tabIndex={column === at ? 0 : -1}
            className={classes["cell"]}
            onFocus={() => onFocus(index, at)}
          >
            {level === 0 ? "" : level}
          </span>
        );
      })}
    </div>
  );
});
