import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { useMayAt } from "../../../kit/place/usePlace.ts";
import type { AlertRow, FloorWaiting } from "../../../live/topics.ts";
import { useDialogs } from "../dialogs/dialogs.ts";
import { useQueueSwitch } from "../queues/useQueueSwitch.ts";
import type { AlertsProps } from "./Alerts.tsx";
import type { Hint } from "./alerts.ts";

export interface Remedy {
  label: string;
  run: () => void;
}

type Ways = Pick<AlertsProps, "onAgents" | "onOpen">;

/** What a leader would do first about an alert that rings; undefined where looking is best. */
export function useAlertRemedy(
  row: AlertRow,
  first: FloorWaiting | undefined,
  { onOpen }: Ways,
): Remedy | undefined {
  const { t } = useTranslation("floor");
  const why = useWhy(onOpen);
  const mayAt = useMayAt();
  const dialog = useDialogs();
  switch (row.kind) {
    case "longest_wait":
      if (first === undefined) return undefined;
      if (!mayAt("work.manage", `site:${first.site}`)) return why(first);
      return { label: t("act.assign"), run: () => dialog({ kind: "assign", work: first }) };
    case "nobody_ready":
      return first && why(first);
    default:
      return undefined;
  }
}

/** What a leader would do first about a hint; undefined where there is nothing better than looking. */
export function useHintRemedy(
  hint: Hint,
  first: FloorWaiting | undefined,
  { onAgents, onOpen }: Ways,
): Remedy | undefined {
  const { t } = useTranslation("floor");
  const why = useWhy(onOpen);
  const { may, turn } = useQueueSwitch();
  const { kind, queue } = hint;
  switch (kind) {
    case "slow":
      return first && why(first);
    case "all_away":
    case "away":
      return { label: t("alerts.agents"), run: () => onAgents("not_ready") };
    case "closed":
      if (queue === undefined || !may(queue)) return undefined;
      return { label: t("queues.turn.open"), run: () => void turn(queue) };
    case "disconnected":
      return undefined;
  }
}

function useWhy(onOpen: AlertsProps["onOpen"]): (work: FloorWaiting) => Remedy {
  const { t } = useTranslation("floor");
  const names = useNames();
  return (work) => ({
    label: t("alerts.why"),
    run: () =>
      onOpen({
        kind: "work",
        work: work.work,
        name: [work.ticket, work.customer_name, names.queue(work.queue)].filter(Boolean).join(" · "),
      }),
  });
}
