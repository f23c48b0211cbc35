import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Organisation, useNames } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { type Column, DataTable } from "../../../kit/DataTable.tsx";
import { Empty } from "../../../kit/Empty.tsx";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import { WaitBar } from "../../../kit/WaitBar.tsx";
import { useRows, useTopicState } from "../../../live/hooks.tsx";
import { type FloorQueue, floorTopic } from "../../../live/topics.ts";
import classes from "../Board.module.css";
import { NameAtSite } from "../NameAtSite.tsx";
import type { OpenPanel } from "../panel.ts";
import { useCompact, useRowHeight } from "../useCompact.ts";
import { queueId } from "../waiting.ts";
import { AgentCounts, FigureCell } from "./QueueCells.tsx";
import { QueueMenu } from "./QueueMenu.tsx";
import { QueueStanding } from "./QueueStanding.tsx";
import { compareQueues } from "./queues.ts";

export interface QueuesProps {
  node: string;
  organisation: Organisation | undefined;
  /** Rows say at which site they are. */
  manySites: boolean;
  /** Shows the waiting works of a queue. */
  onQueue: (queue: string) => void;
  onOpen: OpenPanel;
}

const idOf = (row: FloorQueue) => queueId(row.queue, row.site);

const figuresOf = (row: FloorQueue, kpi: string) =>
  ({ kind: "figure", kpi, scope: { kind: "queue", queue: row.queue, site: row.site } }) as const;

/** The live queues: who waits, how long against the target, and how the day stands. */
export function Queues({ node, organisation, manySites, onQueue, onOpen }: QueuesProps) {
  const { t } = useTranslation("floor");
  const topic = floorTopic(node);
  const { ready } = useTopicState(topic);
  const rows = useRows(topic, "queue");
  const sorted = useMemo(() => [...rows].sort(compareQueues(organisation)), [rows, organisation]);
  const columns = useQueueColumns(manySites, onQueue, onOpen);
  const rowHeight = useRowHeight(manySites);
  if (!ready) return <RowSkeleton rows={6} height={32} />;
  return (
    <DataTable
      label={t("queues.title")}
      columns={columns}
      rows={sorted}
      rowKey={idOf}
      rowHeight={rowHeight}
      virtualFrom={40}
      onOpen={(row) => onOpen(figuresOf(row, "service_level"))}
      empty={<Empty title={t("queues.none")}>{t("queues.noneWhy")}</Empty>}
    />
  );
}

function useQueueColumns(
  manySites: boolean,
  onQueue: (queue: string) => void,
  onOpen: OpenPanel,
): Column<FloorQueue>[] {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const compact = useCompact();
  return useMemo(() => {
    const narrow = compact || manySites; // the sites take their room
    const share = (kpi: "service_level" | "abandonment") => (row: FloorQueue) => (
      <FigureCell row={row} kpi={kpi} onOpen={() => onOpen(figuresOf(row, kpi))} />
    );
    const columns: Column<FloorQueue>[] = [
      {
        key: "queue",
        header: t("queues.queue"),
        width: nameWidth(compact, manySites),
        cell: (row) => <QueueName row={row} site={manySites} />,
      },
      {
        key: "waiting",
        header: t("queues.waiting"),
        width: "88px",
        align: "end",
        cell: (row) =>
          row.waiting === 0 ? <span className={classes["dim"]}>0</span> : <b>{format.number(row.waiting)}</b>,
      },
      {
        key: "longest",
        header: narrow ? t("queues.longestShort") : t("queues.longest"),
        // As much of the room as of the least width: a table asks for no more than its least widths.
        width: narrow ? "minmax(154px, 1.54fr)" : "minmax(168px, 1.68fr)",
        cell: (row) => <Longest row={row} />,
      },
      {
        key: "service",
        header: t("queues.service"),
        width: compact ? "84px" : "104px",
        align: "end",
        cell: share("service_level"),
      },
      {
        key: "abandoned",
        header: t("queues.abandoned"),
        width: "96px",
        align: "end",
        cell: share("abandonment"),
      },
      {
        key: "agents",
        header: narrow ? t("queues.agentsShort") : t("queues.agents"),
        width: narrow ? "88px" : "144px",
        align: "end",
        cell: (row) => <AgentCounts row={row} />,
      },
      {
        key: "act",
        header: "",
        width: "56px",
        align: "end",
        cell: (row) => (
          <QueueMenu
            row={row}
            onWaiting={() => onQueue(idOf(row))}
            onFigures={() => onOpen(figuresOf(row, "service_level"))}
          />
        ),
      },
    ];
    return columns.filter(({ key }) => !compact || key !== "abandoned");
  }, [t, format, manySites, compact, onQueue, onOpen]);
}

function nameWidth(compact: boolean, manySites: boolean): string {
  if (compact) return "minmax(160px, 1.6fr)"; // the site stands below the name
  return manySites ? "minmax(260px, 2.6fr)" : "minmax(140px, 1.4fr)";
}

function QueueName({ row, site }: { row: FloorQueue; site: boolean }) {
  const names = useNames();
  return (
    <span className={classes["named"]} title={`${names.queue(row.queue)} · ${names.site(row.site)}`}>
      <NameAtSite name={names.queue(row.queue)} site={site ? names.site(row.site) : ""} />
      {/* While nobody waits the bar's place says it. */}
      {(row.open || row.oldest !== undefined) && <QueueStanding row={row} />}
    </span>
  );
}

function Longest({ row }: { row: FloorQueue }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  if (row.oldest !== undefined) return <WaitBar since={row.oldest} target={row.threshold} layout="inline" />;
  if (!row.open) return <QueueStanding row={row} />;
  return (
    <span className={classes["dim"]}>{t("queues.target", { target: format.duration(row.threshold) })}</span>
  );
}
