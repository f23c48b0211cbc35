import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../api/organisation.ts";
import { usePersonName } from "../../api/people.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import type { Activity, Presence } from "../../live/topics.ts";
import { type Column, DataTable } from "../DataTable.tsx";
import { Empty } from "../Empty.tsx";
import { zoneOf } from "../place/place.ts";
import { agentState } from "../presence.ts";
import { StateBadge } from "../StateBadge.tsx";
import { useNotReadyName } from "../why/useWhyWords.ts";
import classes from "./Counted.module.css";
import { type Interval, isCounted } from "./legs.ts";

export interface IntervalsTableProps {
  rows: readonly Interval[];
}

/** Stretches of agents' time, and on which side of the figure's line each counts. */
export function IntervalsTable({ rows }: IntervalsTableProps) {
  const { t } = useTranslation("counted");
  const columns = useIntervalColumns();
  return (
    <DataTable
      label={t("intervals.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowHeight={32}
      empty={<Empty title={t("intervals.none")}>{t("intervals.noneWhy")}</Empty>}
    />
  );
}

function useIntervalColumns(): Column<Interval>[] {
  const { t } = useTranslation("counted");
  const person = usePersonName();
  const format = useFormat();
  const reason = useNotReadyName();
  const { data: organisation } = useOrganisation();
  return useMemo(() => {
    const time = (row: Interval, instant: number) => format.time(instant, zoneOf(organisation, row.site));
    return [
      {
        key: "agent",
        header: t("legs.agent"),
        width: "minmax(120px, 1fr)",
        cell: (row) => person(row.agent),
      },
      {
        key: "state",
        header: t("intervals.state"),
        width: "minmax(140px, 1fr)",
        cell: (row) => (
          <StateBadge state={agentState(row.presence as Presence, row.activity as Activity)}>
            {row.presence === "not_ready" && row.reason ? reason(row.reason) : undefined}
          </StateBadge>
        ),
      },
      { key: "from", header: t("intervals.from"), width: "96px", cell: (row) => time(row, row.from) },
      { key: "to", header: t("intervals.to"), width: "96px", cell: (row) => time(row, row.to) },
      {
        key: "length",
        header: t("intervals.length"),
        width: "84px",
        align: "end",
        cell: (row) => format.duration(row.length),
      },
      {
        key: "counts",
        header: t("legs.counts"),
        width: "150px",
        align: "end",
        cell: (row) => {
          if (!isCounted(row)) {
            return <span className={classes["dim"]}>{t("intervals.not")}</span>;
          }
          return row.counts.num > 0 ? t("intervals.both") : t("intervals.below");
        },
      },
    ];
  }, [t, person, format, reason, organisation]);
}
