import { ActionIcon, CloseButton, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { type Column, DataTable } from "../../kit/DataTable.tsx";
import { Empty } from "../../kit/Empty.tsx";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { WaitBar } from "../../kit/WaitBar.tsx";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { type FloorWaiting, floorTopic } from "../../live/topics.ts";
import classes from "./Board.module.css";
import type { OpenPanel } from "./panel.ts";
import { useMayAt } from "./usePlace.ts";
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
            rowHeight={80}
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
        width: "minmax(280px, 1fr)",
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
        cell: (row) => <RowMenu work={row} />,
      },
    ],
    [t, manySites],
  );
}

function RowMenu({ work }: { work: FloorWaiting }) {
  const { t } = useTranslation("floor");
  const mayAt = useMayAt();
  // A menu is made when it is first opened: there may be hundreds of rows.
  const [made, setMade] = useState(false);
  if (!mayAt("work.manage", `site:${work.site}`)) return null;
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={t("waiting.actions", { work: work.ticket ?? "" })}
      aria-haspopup="menu"
      onClick={() => setMade(true)}
    >
      <IconDots size={16} aria-hidden />
    </ActionIcon>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the menu's clicks from opening the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above; the row takes Enter only on itself
    <span onClick={(event) => event.stopPropagation()}>
      {made ? (
        <Menu position="bottom-end" defaultOpened>
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>
            <WorkMenuItems work={work} />
          </Menu.Dropdown>
        </Menu>
      ) : (
        button
      )}
    </span>
  );
}
