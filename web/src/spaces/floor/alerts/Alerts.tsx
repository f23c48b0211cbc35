import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../../kit/ticker.ts";
import { useRows } from "../../../live/hooks.tsx";
import { floorTopic, placeAlertsTopic } from "../../../live/topics.ts";
import { stateColour } from "../../../theme/tokens.ts";
import type { AgentStateFilter } from "../agents.ts";
import classes from "../Board.module.css";
import type { OpenPanel } from "../panel.ts";
import { queueId } from "../waiting.ts";
import { AlertLine } from "./AlertLine.tsx";
import { firstWaiting, hintsOf, ringing, sitesAtWork } from "./alerts.ts";
import { HintLine } from "./HintLine.tsx";

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
  const rings = useRows(placeAlertsTopic(node), "alert", ringing);
  const hints = hintsOf(queues, lost, atWork, rings);
  const count = rings.length + hints.length;
  return (
    <section className={classes["alerts"]} aria-label={t("alerts.title")}>
      <div className={classes["bar"]}>
        <h2>{t("alerts.title")}</h2>
        <span className={classes["dim"]}>{count > 0 ? count : ""}</span>
      </div>
      {count === 0 ? (
        <p className={classes["calm"]}>
          <IconCircleCheck size={15} aria-hidden style={{ color: stateColour("on_target", "fill") }} />
          {t("alerts.none")}
        </p>
      ) : (
        <ul className={classes["alertList"]}>
          {rings.map((row) => (
            <AlertLine
              key={row.id}
              row={row}
              first={first[queueId(row.queue ?? "", row.site ?? "")]}
              now={now}
              {...ways}
            />
          ))}
          {hints.map((hint) => (
            <HintLine
              key={hint.id}
              hint={hint}
              first={hint.queue && first[queueId(hint.queue.queue, hint.queue.site)]}
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
