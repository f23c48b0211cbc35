import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import type { FloorWaiting } from "../../../live/topics.ts";
import { useDialogs } from "../dialogs/dialogs.ts";
import { useQueueSwitch } from "../queues/useQueueSwitch.ts";
import { useMayAt } from "../usePlace.ts";
import type { AlertsProps } from "./Alerts.tsx";
import type { Alert } from "./alerts.ts";

export interface Remedy {
  label: string;
  run: () => void;
}

/** What a leader would do about an alert first; undefined where there is nothing better than looking. */
export function useRemedy(
  alert: Alert,
  first: FloorWaiting | undefined,
  { onAgents, onOpen }: Pick<AlertsProps, "onAgents" | "onOpen">,
): Remedy | undefined {
  const { t } = useTranslation("floor");
  const names = useNames();
  const mayAt = useMayAt();
  const dialog = useDialogs();
  const { may, turn } = useQueueSwitch();
  const { kind, queue } = alert;
  const why = (work: FloorWaiting): Remedy => ({
    label: t("alerts.why"),
    run: () =>
      onOpen({
        kind: "work",
        work: work.work,
        name: [work.ticket, work.customer_name, names.queue(work.queue)].filter(Boolean).join(" · "),
      }),
  });
  switch (kind) {
    case "breached":
    case "near":
      if (first === undefined) return undefined;
      if (!mayAt("work.manage", `site:${first.site}`)) return why(first);
      return { label: t("act.assign"), run: () => dialog({ kind: "assign", work: first }) };
    case "nobody":
    case "slow":
      return first && why(first);
    case "all_away":
    case "away":
      return { label: t("alerts.agents"), run: () => onAgents("not_ready") };
    case "unserved":
      return { label: t("alerts.agents"), run: () => onAgents("all") };
    case "closed":
      if (queue === undefined || !may(queue)) return undefined;
      return { label: t("queues.turn.open"), run: () => void turn(queue) };
    case "disconnected":
      return undefined;
  }
}
