import { Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { FormulaCard } from "../../kit/counted/FormulaCard.tsx";
import { IntervalsTable } from "../../kit/counted/IntervalsTable.tsx";
import { LegsTable } from "../../kit/counted/LegsTable.tsx";
import { isCounted } from "../../kit/counted/legs.ts";
import { RowsFrame, type RowsKind, RowsSwitch } from "../../kit/counted/RowsFrame.tsx";
import { useDefinitions } from "../../kit/counted/useDefinitions.ts";
import { CardSkeleton } from "../../kit/Skeletons.tsx";
import type { Value } from "./compare.ts";
import classes from "./Reports.module.css";
import { type Asked, type Narrow, useReportLegs, useReportTimes } from "./useDay.ts";

/** A figure that was opened. */
export interface Opened {
  id: string;
  title: string;
  /** Whose: a queue, an agent, an hour; the place where absent. */
  whose?: string;
  /** Undefined: time in a state, which is no KPI. */
  kpi: string | undefined;
  narrow: Narrow;
  row?: { figures: Record<string, Value> };
  /** Of a state, microseconds. */
  time?: number;
}

/** A figure of the day: what it means, its formula and version, and the very rows it counted. */
export function FigureRows({ asked, opened }: { asked: Asked; opened: Opened }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const definitions = useDefinitions();
  const [every, setEvery] = useState(false);
  const [shown, setShown] = useState<RowsKind>("leg");
  const { kpi, narrow, row } = opened;
  const definition = definitions.data?.find(({ name }) => name === kpi);
  if (kpi !== undefined && definition === undefined) return <CardSkeleton lines={4} />;
  const facts = definition?.facts ?? ["agent_interval"];
  const both = facts.includes("leg") && facts.includes("agent_interval");
  const kind: RowsKind = both ? shown : facts.includes("leg") ? "leg" : "agent_interval";
  const value = kpi === undefined ? undefined : row?.figures[kpi];
  return (
    <div className={classes["opened"]}>
      {definition === undefined ? (
        <p className={classes["big"]}>{format.duration(opened.time)}</p>
      ) : (
        <FormulaCard
          definition={definition}
          figure={value && { ...value, value: value.value ?? null }}
          atOnce={row?.figures["handled.at_once"]?.num}
        />
      )}
      <div className={classes["openedBar"]}>
        {both && <RowsSwitch value={shown} onChange={setShown} />}
        {kpi !== undefined && (
          <Switch
            size="xs"
            label={t("rows.every")}
            checked={every}
            onChange={({ currentTarget: { checked } }) => setEvery(checked)}
          />
        )}
      </div>
      {kind === "leg" ? (
        <Legs asked={asked} kpi={kpi ?? "offered"} narrow={narrow} every={every} />
      ) : (
        <Stretches
          asked={asked}
          kpi={kpi ?? "occupancy"}
          narrow={narrow}
          every={every || kpi === undefined}
        />
      )}
    </div>
  );
}

interface RowsProps {
  asked: Asked;
  kpi: string;
  narrow: Narrow;
  every: boolean;
}

function Legs({ asked, kpi, narrow, every }: RowsProps) {
  const { t } = useTranslation("reports");
  const legs = useReportLegs(asked, kpi, narrow, every, true);
  const rows = legs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <RowsFrame
      kind="leg"
      which={t("rows.legs")}
      counted={rows.filter(isCounted).length}
      all={rows.length}
      query={legs}
    >
      <LegsTable node={asked.at} kpi={kpi} rows={rows} ofAgent={narrow.agent !== undefined} />
    </RowsFrame>
  );
}

function Stretches({ asked, kpi, narrow, every }: RowsProps) {
  const { t } = useTranslation("reports");
  const times = useReportTimes(asked, kpi, narrow, every, true);
  const rows = times.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <RowsFrame
      kind="agent_interval"
      which={t("rows.times")}
      counted={rows.filter(isCounted).length}
      all={rows.length}
      query={times}
    >
      <IntervalsTable rows={rows} />
    </RowsFrame>
  );
}
