import { Button, SegmentedControl, Select } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { CardSkeleton, RowSkeleton } from "../../kit/Skeletons.tsx";
import { tickNow } from "../../kit/ticker.ts";
import { useMe } from "../../session/session.ts";
import { IntervalsTable } from "./IntervalsTable.tsx";
import { LegsTable } from "./LegsTable.tsx";
import { isCounted } from "./legs.ts";
import classes from "./Panel.module.css";
import { type FactQuery, type FigureScope, todayOf } from "./scope.ts";
import {
  type Definition,
  useDefinitions,
  useFigureIntervals,
  useFigureLegs,
  useFigureValue,
} from "./useFigure.ts";
import { type Unit, writeValue } from "./value.ts";

export interface FigurePanelProps {
  node: string;
  kpi: string;
  scope: FigureScope;
}

/** A figure of today: what it means, its formula and version, and the very rows it counted. */
export function FigurePanel({ node, kpi, scope }: FigurePanelProps) {
  const me = useMe();
  const { data: organisation } = useOrganisation();
  const definitions = useDefinitions();
  const [chosen, setChosen] = useState(kpi);
  useEffect(() => setChosen(kpi), [kpi]);
  // Asked once for as long as the panel is open: rows that come later do not push others away.
  const [now] = useState(tickNow);
  const queries = useMemo(
    () => (organisation ? todayOf(scope, me, organisation, now) : []),
    [scope, me, organisation, now],
  );
  if (definitions.isError) {
    return <ErrorState error={definitions.error} retry={() => void definitions.refetch()} />;
  }
  const definition = definitions.data?.find((candidate) => candidate.name === chosen);
  if (definition === undefined || organisation === undefined) return <CardSkeleton lines={4} />;
  return (
    <div className={`${classes["stack"]} ${classes["tall"]}`}>
      <KpiSelect definitions={definitions.data ?? []} value={chosen} onChange={setChosen} />
      <Formula definition={definition} queries={queries} />
      <Rows node={node} definition={definition} scope={scope} queries={queries} />
    </div>
  );
}

/** Names of KPIs hold dots, which separate keys of words. */
export const slug = (kpi: string) => kpi.replaceAll(".", "-");

// Nobody's window of three days closes on the day they came.
const notOfToday = ["recall"];

function KpiSelect({
  definitions,
  value,
  onChange,
}: {
  definitions: readonly Definition[];
  value: string;
  onChange: (kpi: string) => void;
}) {
  const { t } = useTranslation("floor");
  return (
    <Select
      aria-label={t("figure.choose")}
      allowDeselect={false}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      maxDropdownHeight={360}
      data={definitions
        .filter(({ name }) => !notOfToday.includes(name))
        .map(({ name }) => ({ value: name, label: t(`kpi.title.${slug(name)}`) }))}
    />
  );
}

function Formula({ definition, queries }: { definition: Definition; queries: readonly FactQuery[] }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const unit = definition.unit as Unit;
  const figure = useFigureValue(definition.name, unit, queries);
  const side = (sum: number, above: boolean) => {
    if (unit === "per_hour") return above ? format.number(sum) : format.duration(sum);
    const time = unit === "duration" ? above : definition.facts?.includes("agent_interval");
    return time ? format.duration(sum) : format.number(sum);
  };
  return (
    <section className={classes["formula"]}>
      <div>
        <span className={classes["big"]}>
          {figure.ready ? writeValue(format, unit, figure.value, 1) : "…"}
        </span>
        <span className={classes["fraction"]}>
          {figure.ready && (
            <>
              <span>{side(figure.num, true)}</span>
              <span>{side(figure.den, false)}</span>
            </>
          )}
        </span>
      </div>
      <div className={classes["words"]}>
        <p>{t(`kpi.words.${slug(definition.name)}`)}</p>
        <code>{definition.formula}</code>
        <small>
          {definition.name} · {t("figure.version", { version: definition.version })}
          {figure.ready && figure.value === null && ` · ${t("figure.noValue")}`}
        </small>
      </div>
      {figure.error !== undefined && <ErrorState error={figure.error} />}
    </section>
  );
}

function Rows({
  node,
  definition,
  scope,
  queries,
}: {
  node: string;
  definition: Definition;
  scope: FigureScope;
  queries: readonly FactQuery[];
}) {
  const { t } = useTranslation("floor");
  const counts = (fact: string) => definition.facts?.includes(fact) ?? false;
  const [shown, setShown] = useState<"leg" | "agent_interval">("leg");
  const both = counts("leg") && counts("agent_interval");
  const kind = both ? shown : counts("leg") ? "leg" : "agent_interval";
  return (
    <>
      {both && (
        <SegmentedControl
          size="xs"
          aria-label={t("figure.rowsOf")}
          value={shown}
          onChange={(value) => setShown(value as typeof shown)}
          data={[
            { value: "leg", label: t("figure.rows") },
            { value: "agent_interval", label: t("intervals.title") },
          ]}
        />
      )}
      {kind === "leg" ? (
        <Legs node={node} kpi={definition.name} scope={scope} queries={queries} />
      ) : (
        <Intervals kpi={definition.name} queries={queries} />
      )}
    </>
  );
}

function Legs({ node, kpi, scope, queries }: FigurePanelProps & { queries: readonly FactQuery[] }) {
  const { t } = useTranslation("floor");
  const legs = useFigureLegs(kpi, queries, true);
  const rows = useMemo(() => legs.data?.pages.flatMap((page) => page.items) ?? [], [legs.data]);
  const counted = rows.filter(isCounted).length;
  return (
    <RowsFrame
      title={t("figure.rows")}
      which={t("figure.rowsWhich")}
      counted={counted}
      all={rows.length}
      query={legs}
    >
      <LegsTable node={node} kpi={kpi} rows={rows} ofAgent={scope.kind === "agent"} />
    </RowsFrame>
  );
}

function Intervals({ kpi, queries }: { kpi: string; queries: readonly FactQuery[] }) {
  const { t } = useTranslation("floor");
  const intervals = useFigureIntervals(kpi, queries, true);
  const rows = useMemo(() => intervals.data?.pages.flatMap((page) => page.items) ?? [], [intervals.data]);
  const counted = rows.filter(isCounted).length;
  return (
    <RowsFrame
      title={t("intervals.title")}
      which={t("intervals.which")}
      counted={counted}
      all={rows.length}
      query={intervals}
    >
      <IntervalsTable rows={rows} />
    </RowsFrame>
  );
}

interface RowsFrameProps {
  title: string;
  which: string;
  counted: number;
  all: number;
  query: {
    isPending: boolean;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  children: ReactNode;
}

/** Rows behind a figure: how many of them count, and the way to more. */
function RowsFrame({ title, which, counted, all, query, children }: RowsFrameProps) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className={classes["rows"]}>
      <div className={classes["rowsHead"]}>
        <h3>{title}</h3>
        <span className={classes["dim"]}>
          {t("figure.rowsCounted", { counted: format.number(counted), all: format.number(all) })}
        </span>
        {query.hasNextPage && (
          <Button
            size="compact-sm"
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("figure.more")}
          </Button>
        )}
      </div>
      <p className={classes["dim"]}>{which}</p>
      <div className={classes["table"]}>{query.isPending ? <RowSkeleton rows={8} /> : children}</div>
    </section>
  );
}

/** What a figure's panel is headed with: whose figures they are. */
export function useScopeName(): (scope: FigureScope, place: string) => string {
  const names = useNames();
  const { t } = useTranslation("floor");
  return (scope, place) => {
    switch (scope.kind) {
      case "place":
        return t("figure.today", { whose: place });
      case "queue":
        return t("figure.today", { whose: `${names.queue(scope.queue)} · ${names.site(scope.site)}` });
      case "agent":
        return t("figure.today", { whose: scope.name });
    }
  };
}
