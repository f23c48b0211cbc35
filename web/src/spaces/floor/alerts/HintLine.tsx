import { Button, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { zoneOf } from "../../../kit/place/place.ts";
import { StateDot } from "../../../kit/StateBadge.tsx";
import type { FloorWaiting } from "../../../live/topics.ts";
import { stateColour } from "../../../theme/tokens.ts";
import classes from "../Board.module.css";
import { queueId } from "../waiting.ts";
import type { AlertsProps } from "./Alerts.tsx";
import type { Hint } from "./alerts.ts";
import { useHintRemedy } from "./useRemedy.ts";

export interface HintLineProps extends Omit<AlertsProps, "node"> {
  hint: Hint;
  /** Who has waited longest in its queue. */
  first: FloorWaiting | undefined;
  now: number;
}

/** One hint: it opens to what it is about, and beside it is what to do first. */
export function HintLine({ hint, first, now, manySites, ...ways }: HintLineProps) {
  const names = useNames();
  const words = useWords(hint, now);
  const remedy = useHintRemedy(hint, first, ways);
  const { queue, agent } = hint;
  const where =
    queue === undefined
      ? (agent?.name ?? "")
      : names.queue(queue.queue) + (manySites ? ` · ${names.site(queue.site)}` : "");
  const show = () => {
    if (queue !== undefined) ways.onQueue(queueId(queue.queue, queue.site));
    else if (agent !== undefined) ways.onOpen({ kind: "agent", agent: agent.agent, name: agent.name });
  };
  return (
    <li className={classes["alert"]}>
      <UnstyledButton className={classes["alertOpen"]} onClick={show} title={`${where}: ${words}`}>
        <StateDot state={hint.state} size={14} />
        <span className={classes["alertWords"]}>
          <b>{where}</b> <span style={{ color: stateColour(hint.state) }}>{words}</span>
        </span>
      </UnstyledButton>
      {remedy !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          className={classes["alertAct"] ?? ""}
          aria-label={`${remedy.label}: ${where}`}
          onClick={remedy.run}
        >
          {remedy.label}
        </Button>
      )}
    </li>
  );
}

function useWords(hint: Hint, now: number): string {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  const { kind, queue, at } = hint;
  const values = {
    count: queue?.waiting ?? 0,
    time: at === undefined ? "" : format.duration(Math.abs(now - at)),
  };
  switch (kind) {
    case "closed":
      return t("alerts.closed", {
        name: queue?.by_hand?.name ?? "–",
        time: format.time(at ?? now, zoneOf(organisation, queue?.site)),
      });
    case "slow":
      return t("alerts.slow", {
        time: format.duration(queue?.expected),
        target: format.duration(queue?.threshold),
      });
    default:
      return t(`alerts.${kind}`, values);
  }
}
