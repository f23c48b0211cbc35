import { IconAlertTriangleFilled, IconClockExclamation } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { onTick, tickNow } from "../../../kit/ticker.ts";
import { waitState } from "../../../kit/wait.ts";
import type { DeskWork } from "../../../live/topics.ts";
import { useMe } from "../../../session/session.ts";
import { type State, stateColour } from "../../../theme/tokens.ts";
import type { RowProps } from "../channel.ts";
import classes from "./Conversation.module.css";
import { turnOf } from "./model/turn.ts";
import { useOutgoing } from "./useOutbox.ts";

/** A conversation in the list: how many messages nobody has seen, whose turn it is, and for how long. */
export function Row({ work }: RowProps) {
  const { t } = useTranslation("conversation");
  const unsent = useOutgoing(useMe().id, work.contact).some(({ state }) => state !== "sent");
  const unread = work.unread ?? 0;
  return (
    <>
      <span className={classes["rowEnd"]}>
        {unread > 0 && (
          <span className={classes["unread"]} role="img" aria-label={t("unread", { count: unread })}>
            {unread}
          </span>
        )}
        <RowClock work={work} />
      </span>
      <span className={classes["rowSub"]}>
        <span>{t(`desk:channel.${work.channel}`)}</span>
        <span>{unsent ? t("row.unsent") : <Whose work={work} />}</span>
      </span>
    </>
  );
}

function Whose({ work }: { work: DeskWork }) {
  const { t } = useTranslation("conversation");
  if (work.state === "offered" || work.state === "parked" || work.state === "wrap_up") {
    return t(`desk:workState.${work.state}`);
  }
  const { whose, first } = turnOf(work);
  return first ? t("row.first") : t(`row.${whose}`);
}

function RowClock({ work }: { work: DeskWork }) {
  if (work.state === "wrap_up") {
    return (
      <Elapsed {...(work.wrap_until === undefined ? { since: work.since } : { until: work.wrap_until })} />
    );
  }
  const { whose, since } = turnOf(work);
  if (whose === "theirs") return <Elapsed since={since} />;
  return <ReplyClock since={since} target={work.threshold} />;
}

const icons = { at_risk: IconClockExclamation, breached: IconAlertTriangleFilled };

/** How long the customer has waited for a word, in the colour of its standing against the queue's target. */
function ReplyClock({ since, target }: { since: number; target: number }) {
  const { t } = useTranslation();
  const [state, setState] = useState<State>(() => waitState(tickNow() - since, target));
  useEffect(() => {
    const look = () => setState(waitState(tickNow() - since, target));
    look();
    return onTick(look);
  }, [since, target]);
  const Icon = state === "at_risk" || state === "breached" ? icons[state] : undefined;
  return (
    <span className={classes["replyClock"]} style={{ color: stateColour(state) }} data-state={state}>
      {Icon !== undefined && <Icon size={13} aria-label={t(`state.${state}`)} />}
      <Elapsed since={since} />
    </span>
  );
}
