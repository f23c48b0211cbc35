import { CloseButton } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { type Column, DataTable } from "../../kit/DataTable.tsx";
import { Empty } from "../../kit/Empty.tsx";
import { useMayAt } from "../../kit/place/usePlace.ts";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { WaitBar } from "../../kit/WaitBar.tsx";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { type FloorWaiting, floorTopic } from "../../live/topics.ts";
import classes from "./Board.module.css";
import type { OpenPanel } from "./panel.ts";
import { RowMenu } from "./RowMenu.tsx";
import { useCompact } from "./useCompact.ts";
import { useStableRows } from "./useStableRows.ts";
import { WhyLine } from "./WhyLine.tsx";
import { WorkMenuItems } from "./WorkActions.tsx";
import { WorkLabel } from "./WorkLabel.tsx";
import { compareWaiting, filterWaiting } from "./waiting.ts";

export interface WaitingProps {
  node: string;
  manySites: boolean;
  /** Only the works of this queue (queueId), or "" for all. */
  queue: string;
  onQueue: (queue: string) => void;
  selected: string | undefined;
  onOpen: OpenPanel;
}

const idOf = (row: FloorWaiting) => row.work;

/** Who waits, how long against the target, and why in words; each can be acted on in its place. */
export function Waiting({ node, manySites, queue, onQueue, selected, onOpen }: WaitingProps) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const topic = floorTopic(node);
  const { ready } = useTopicState(topic);
  const rows = useRows(topic, "waiting");
  const shown = useMemo(() => filterWaiting(rows, queue), [rows, queue]);
  const sorted = useStableRows(shown, idOf, compareWaiting, `${node} ${queue}`);
  const columns = useWaitingColumns(manySites);
  const compact = useCompact();
  const [key = "", site = ""] = queue.split(" ");
  return (
    <section className={classes["waiting"]} aria-label={t("waiting.title")}>
      <div className={classes["bar"]}>
        <h2>{t("waiting.title")}</h2>
        {queue !== "" && (
          <span className={classes["filter"]}>
            {names.queue(key)}
            {manySites && ` · ${names.site(site)}`}
            <CloseButton size="xs" aria-label={t("waiting.all")} onClick={() => onQueue("")} />
          </span>
        )}
        <span className={classes["spring"]} />
        <span className={classes["dim"]}>{rows.length > 0 ? shown.length : ""}</span>
      </div>
      <div className={classes["fill"]}>
        {!ready ? (
          <RowSkeleton rows={5} height={80} />
        ) : (
          <DataTable
            label={t("waiting.title")}
            columns={columns}
            rows={sorted}
            rowKey={idOf}
            rowHeight={compact ? 92 : 80}
            virtualFrom={24}
            selected={selected}
            onOpen={(row) =>
              onOpen({
                kind: "work",
                work: row.work,
                name: [row.ticket, row.customer_name, names.queue(row.queue)].filter(Boolean).join(" · "),
              })
            }
            empty={<Empty title={t("waiting.none")}>{t("waiting.noneWhy")}</Empty>}
          />
        )}
      </div>
    </section>
  );
}

function useWaitingColumns(manySites: boolean): Column<FloorWaiting>[] {
  const { t } = useTranslation("floor");
  return useMemo(
    () => [
      {
        key: "work",
        header: t("waiting.why"),
        width: "minmax(240px, 1fr)",
        cell: (row) => (
          <span className={classes["two"]}>
            <WorkLabel work={row} site={manySites} />
            <WaitBar since={row.queued} target={row.threshold} layout="inline" />
            {row.why !== undefined && <WhyLine why={row.why} className={classes["why"] ?? ""} />}
          </span>
        ),
      },
      {
        key: "act",
        header: "",
        width: "56px",
        align: "end",
        cell: (row) => <WaitingMenu work={row} />,
      },
    ],
    [t, manySites],
  );
}

function WaitingMenu({ work }: { work: FloorWaiting }) {
  const { t } = useTranslation("floor");
  const mayAt = useMayAt();
  if (!mayAt("work.manage", `site:${work.site}`)) return null;
  return (
    <RowMenu label={t("waiting.actions", { work: work.ticket ?? "" })}>
      <WorkMenuItems work={work} />
    </RowMenu>
  );
}
