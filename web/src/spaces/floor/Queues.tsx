import { UnstyledButton } from "@mantine/core";
import { IconArrowDownRight } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Organisation, useNames } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { type Column, DataTable } from "../../kit/DataTable.tsx";
import { Empty } from "../../kit/Empty.tsx";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { StateDot } from "../../kit/StateBadge.tsx";
import { WaitBar } from "../../kit/WaitBar.tsx";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { type FloorQueue, floorTopic } from "../../live/topics.ts";
import { stateColour } from "../../theme/tokens.ts";
import classes from "./Board.module.css";
import type { OpenPanel } from "./panel.ts";
import { compareQueues } from "./queues.ts";
import { numberOf, standing, writeValue } from "./value.ts";
import { queueId } from "./waiting.ts";

export interface QueuesProps {
  node: string;
  organisation: Organisation | undefined;
  /** Rows say at which site they are. */
  manySites: boolean;
  onOpen: OpenPanel;
}

const idOf = (row: FloorQueue) => queueId(row.queue, row.site);

/** The live queues: who waits, how long against the target, and how the day stands. */
export function Queues({ node, organisation, manySites, onOpen }: QueuesProps) {
  const { t } = useTranslation("floor");
  const topic = floorTopic(node);
  const { ready } = useTopicState(topic);
  const rows = useRows(topic, "queue");
  const sorted = useMemo(() => [...rows].sort(compareQueues(organisation)), [rows, organisation]);
  const columns = useQueueColumns(manySites, onOpen);
  if (!ready) return <RowSkeleton rows={6} height={32} />;
  return (
    <DataTable
      label={t("queues.title")}
      columns={columns}
      rows={sorted}
      rowKey={idOf}
      rowHeight={32}
      virtualFrom={40}
      onOpen={(row) =>
        onOpen({
          kind: "figure",
          kpi: "service_level",
          scope: { kind: "queue", queue: row.queue, site: row.site },
        })
      }
      empty={<Empty title={t("queues.none")}>{t("queues.noneWhy")}</Empty>}
    />
  );
}

function useQueueColumns(manySites: boolean, onOpen: OpenPanel): Column<FloorQueue>[] {
  const { t } = useTranslation("floor");
  const names = useNames();
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: "queue",
        header: t("queues.queue"),
        width: "minmax(150px, 1.4fr)",
        cell: (row) => (
          <span className={classes["name"]} title={`${names.queue(row.queue)} · ${names.site(row.site)}`}>
            {names.queue(row.queue)}
            {manySites && <span className={classes["dim"]}> · {names.site(row.site)}</span>}
          </span>
        ),
      },
      {
        key: "waiting",
        header: t("queues.waiting"),
        width: "74px",
        align: "end",
        cell: (row) => (row.waiting === 0 ? <Quiet text="0" /> : <b>{format.number(row.waiting)}</b>),
      },
      {
        key: "longest",
        header: t("queues.longest"),
        width: "minmax(170px, 1.2fr)",
        cell: (row) =>
          row.oldest === undefined ? (
            <Quiet
              text={
                row.open ? t("queues.target", { target: format.duration(row.threshold) }) : t("queues.closed")
              }
            />
          ) : (
            <WaitBar since={row.oldest} target={row.threshold} layout="inline" />
          ),
      },
      {
        key: "service",
        header: t("queues.service"),
        width: "104px",
        align: "end",
        cell: (row) => <FigureCell row={row} kpi="service_level" onOpen={onOpen} />,
      },
      {
        key: "abandoned",
        header: t("queues.abandoned"),
        width: "92px",
        align: "end",
        cell: (row) => <FigureCell row={row} kpi="abandonment" onOpen={onOpen} />,
      },
      {
        key: "agents",
        header: t("queues.agents"),
        width: "128px",
        align: "end",
        cell: (row) => <Triple row={row} />,
      },
    ],
    [t, names, format, manySites, onOpen],
  );
}

function FigureCell({
  row,
  kpi,
  onOpen,
}: {
  row: FloorQueue;
  kpi: "service_level" | "abandonment";
  onOpen: OpenPanel;
}) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const service = kpi === "service_level";
  const found = row.kpi[kpi];
  const figure = service && found !== undefined ? { goal: row.goal, ...found } : found;
  const state = standing(service, figure);
  const bad = state === "breached" || state === "at_risk";
  return (
    <UnstyledButton
      className={classes["cellFigure"]}
      title={t("queues.openFigure")}
      style={bad ? { color: stateColour(state) } : undefined}
      onClick={(event) => {
        event.stopPropagation();
        onOpen({ kind: "figure", kpi, scope: { kind: "queue", queue: row.queue, site: row.site } });
      }}
    >
      {writeValue(format, "share", numberOf(figure), service ? 0 : 1)}
      {bad &&
        (service ? (
          <IconArrowDownRight size={13} role="img" aria-label={t("queues.below")} />
        ) : (
          <StateDot state={state} />
        ))}
    </UnstyledButton>
  );
}

function Triple({ row }: { row: FloorQueue }) {
  const { t } = useTranslation("floor");
  const words = t("queues.agentsWords", { ready: row.ready, busy: row.engaged, away: row.not_ready });
  return (
    <span className={classes["triple"]} title={words}>
      <span className={classes["hidden"]}>{words}</span>
      <span aria-hidden>
        <span style={row.ready > 0 ? { color: stateColour("ready"), fontWeight: 600 } : undefined}>
          {row.ready}
        </span>
        <i>/</i>
        <span style={row.engaged > 0 ? { color: stateColour("engaged") } : undefined}>{row.engaged}</span>
        <i>/</i>
        <span style={row.not_ready > 0 ? { color: stateColour("not_ready") } : undefined}>
          {row.not_ready}
        </span>
      </span>
    </span>
  );
}

function Quiet({ text }: { text: string }) {
  return <span className={classes["dim"]}>{text}</span>;
}
