import { UnstyledButton } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { StateDot } from "../../kit/StateBadge.tsx";
import { useNow } from "../../kit/ticker.ts";
import { useRows } from "../../live/hooks.tsx";
import { floorTopic } from "../../live/topics.ts";
import { stateColour } from "../../theme/tokens.ts";
import { type Alert, alertsAt } from "./alerts.ts";
import classes from "./Board.module.css";
import type { OpenPanel } from "./panel.ts";
import { queueId } from "./waiting.ts";

export interface AlertsProps {
  node: string;
  manySites: boolean;
  /** Shows the waiting works of a queue. */
  onQueue: (queue: string) => void;
  onOpen: OpenPanel;
}

/** What is wrong or is about to be, and the way to it. */
export function Alerts({ node, manySites, onQueue, onOpen }: AlertsProps) {
  const { t } = useTranslation("floor");
  const topic = floorTopic(node);
  const now = useNow();
  const queues = useRows(topic, "queue");
  const agents = useRows(topic, "agent", (rows) => rows.filter((row) => row.connected === false));
  const alerts = alertsAt(now, queues, agents);
  return (
    <section className={classes["alerts"]} aria-label={t("alerts.title")}>
      <div className={classes["bar"]}>
        <h2>{t("alerts.title")}</h2>
        <span className={classes["dim"]}>{alerts.length > 0 ? alerts.length : ""}</span>
      </div>
      {alerts.length === 0 ? (
        <p className={classes["calm"]}>
          <IconCircleCheck size={15} aria-hidden style={{ color: stateColour("on_target", "fill") }} />
          {t("alerts.none")}
        </p>
      ) : (
        <ul className={classes["alertList"]}>
          {alerts.map((alert) => (
            <li key={alert.id}>
              <AlertLine
                alert={alert}
                now={now}
                manySites={manySites}
                onShow={() => {
                  if (alert.queue !== undefined) onQueue(queueId(alert.queue.queue, alert.queue.site));
                  else if (alert.agent !== undefined) {
                    onOpen({ kind: "agent", agent: alert.agent.agent, name: alert.agent.name });
                  }
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function AlertLine({
  alert,
  now,
  manySites,
  onShow,
}: {
  alert: Alert;
  now: number;
  manySites: boolean;
  onShow: () => void;
}) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const format = useFormat();
  const { queue, agent } = alert;
  const where =
    queue === undefined
      ? (agent?.name ?? "")
      : manySites
        ? `${names.queue(queue.queue)} · ${names.site(queue.site)}`
        : names.queue(queue.queue);
  const time = alert.at === undefined ? "" : format.duration(Math.abs(now - alert.at));
  const words = t(`alerts.${alert.kind}`, { time, count: queue?.waiting ?? 0 });
  return (
    <UnstyledButton className={classes["alert"]} onClick={onShow} title={t("alerts.show")}>
      <StateDot state={alert.state} size={14} />
      <span className={classes["alertWords"]}>
        <b>{where}</b> <span style={{ color: stateColour(alert.state) }}>{words}</span>
      </span>
    </UnstyledButton>
  );
}
