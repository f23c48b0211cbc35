import { Select } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import { type Definition, FormulaCard } from "../../kit/counted/FormulaCard.tsx";
import { IntervalsTable } from "../../kit/counted/IntervalsTable.tsx";
import { LegsTable } from "../../kit/counted/LegsTable.tsx";
import { isCounted } from "../../kit/counted/legs.ts";
import { RowsFrame, type RowsKind, RowsSwitch } from "../../kit/counted/RowsFrame.tsx";
import { useDefinitions } from "../../kit/counted/useDefinitions.ts";
import { useKpiWords } from "../../kit/counted/useKpiWords.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { CardSkeleton } from "../../kit/Skeletons.tsx";
import { tickNow } from "../../kit/ticker.ts";
import { useMe } from "../../session/session.ts";
import classes from "./Panel.module.css";
import { type FactQuery, type FigureScope, todayOf } from "./scope.ts";
import { useFigureIntervals, useFigureLegs, useFigureValue } from "./useFigure.ts";

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

// Nobody's window of three days closes on the day they came.
const notOfToday = ["recall"];

// Ranks of several sites cannot be added up by the page: reports have them.
const ofToday = ({ name, kind }: Definition) => !notOfToday.includes(name) && kind !== "rank";

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
  const kpi = useKpiWords();
  return (
    <Select
      aria-label={t("figure.choose")}
      allowDeselect={false}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      maxDropdownHeight={360}
      data={definitions.filter(ofToday).map(({ name }) => ({ value: name, label: kpi.title(name) }))}
    />
  );
}

function Formula({ definition, queries }: { definition: Definition; queries: readonly FactQuery[] }) {
  const figure = useFigureValue(definition.name, definition.unit, queries);
  return (
    <FormulaCard
      definition={definition}
      figure={figure.ready ? figure : undefined}
      atOnce={figure.atOnce}
      error={figure.error}
    />
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
  const counts = (fact: string) => definition.facts?.includes(fact) ?? false;
  const [shown, setShown] = useState<RowsKind>("leg");
  const both = counts("leg") && counts("agent_interval");
  const kind = both ? shown : counts("leg") ? "leg" : "agent_interval";
  return (
    <>
      {both && <RowsSwitch value={shown} onChange={setShown} />}
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
    <RowsFrame kind="leg" which={t("figure.rowsWhich")} counted={counted} all={rows.length} query={legs}>
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
      kind="agent_interval"
      which={t("figure.timesWhich")}
      counted={counted}
      all={rows.length}
      query={intervals}
    >
      <IntervalsTable rows={rows} />
    </RowsFrame>
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
