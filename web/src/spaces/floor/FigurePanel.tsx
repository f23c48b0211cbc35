import { Button, Select } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { CardSkeleton, RowSkeleton } from "../../kit/Skeletons.tsx";
import { tickNow } from "../../kit/ticker.ts";
import { useMe } from "../../session/session.ts";
import { LegsTable } from "./LegsTable.tsx";
import { partOf } from "./legs.ts";
import classes from "./Panel.module.css";
import { type FactQuery, type FigureScope, todayOf } from "./scope.ts";
import { type Definition, useDefinitions, useFigureLegs, useFigureValue } from "./useFigure.ts";
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
      <Rows node={node} kpi={chosen} scope={scope} queries={queries} />
    </div>
  );
}

/** Names of KPIs hold dots, which separate keys of words. */
export const slug = (kpi: string) => kpi.replaceAll(".", "-");

// Those that need whole contacts are no figure of a live day.
const notOfToday = ["fcr.no_escalation", "recall"];

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

function Rows({ node, kpi, scope, queries }: FigurePanelProps & { queries: readonly FactQuery[] }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const legs = useFigureLegs(kpi, queries, true);
  const rows = useMemo(() => legs.data?.pages.flatMap((page) => page.items) ?? [], [legs.data]);
  const counted = rows.filter((leg) => {
    const part = partOf(kpi, leg);
    return part === undefined || part.den > 0;
  }).length;
  if (legs.isError) return <ErrorState error={legs.error} retry={() => void legs.refetch()} />;
  return (
    <section className={classes["rows"]}>
      <div className={classes["rowsHead"]}>
        <h3>{t("figure.rows")}</h3>
        <span className={classes["dim"]}>
          {t("figure.rowsCounted", { counted: format.number(counted), all: format.number(rows.length) })}
        </span>
        {legs.hasNextPage && (
          <Button
            size="compact-sm"
            variant="default"
            loading={legs.isFetchingNextPage}
            onClick={() => void legs.fetchNextPage()}
          >
            {t("figure.more")}
          </Button>
        )}
      </div>
      <p className={classes["dim"]}>{t("figure.rowsWhich")}</p>
      <div className={classes["table"]}>
        {legs.isPending && queries.length > 0 ? (
          <RowSkeleton rows={8} />
        ) : (
          <LegsTable node={node} kpi={kpi} rows={rows} ofAgent={scope.kind === "agent"} />
        )}
      </div>
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
