import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../../kit/ticker.ts";
import { useRows } from "../../../live/hooks.tsx";
import { floorTopic } from "../../../live/topics.ts";
import { stateColour } from "../../../theme/tokens.ts";
import type { AgentStateFilter } from "../agents.ts";
import classes from "../Board.module.css";
import type { OpenPanel } from "../panel.ts";
import { queueId } from "../waiting.ts";
import { AlertLine } from "./AlertLine.tsx";
import { alertsAt, firstWaiting, sitesAtWork } from "./alerts.ts";

export interface AlertsProps {
  node: string;
  manySites: boolean;
  /** Shows the waiting works of a queue. */
  onQueue: (queue: string) => void;
  onAgents: (state: AgentStateFilter) => void;
  onOpen: OpenPanel;
}

/** What is wrong or is about to be, and what to do about it beside. */
export function Alerts({ node, manySites, ...ways }: AlertsProps) {
  const { t } = useTranslation("floor");
  const topic = floorTopic(node);
  const now = useNow();
  const queues = useRows(topic, "queue");
  const lost = useRows(topic, "agent", (rows) => rows.filter((row) => row.connected === false));
  const atWork = useRows(topic, "agent", sitesAtWork);
  const first = useRows(topic, "waiting", firstWaiting);
  const alerts = alertsAt(now, queues, lost, atWork);
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
            <AlertLine
              key={alert.id}
              alert={alert}
              first={alert.queue && first[queueId(alert.queue.queue, alert.queue.site)]}
              now={now}
              manySites={manySites}
              {...ways}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
