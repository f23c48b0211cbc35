import {
  IconCircleCheck,
  IconCoffee,
  IconDoorEnter,
  IconHourglass,
  IconPlugConnected,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { useNow } from "../../../kit/ticker.ts";
import { useNotReadyName } from "../../../kit/why/useWhyWords.ts";
import type { DeskMe, DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { setPresence } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { dayOf } from "../model/day.ts";
import { explainedReason } from "../model/presence.ts";
import { firstAside } from "../model/works.ts";
import { TakeUp } from "./Aside.tsx";
import classes from "./Contact.module.css";
import { Direct } from "./Direct.tsx";

export interface CalmProps {
  me: DeskMe;
  works: readonly DeskWork[];
  /** Something that was set aside is taken up again. */
  onTaken: (work: string) => void;
}

/** Nothing in hand: whether the next comes by itself, and what to do if not. */
export function Calm({ me, works, onTaken }: CalmProps) {
  const { t } = useTranslation("desk");
  const doing = useAct();
  const aside = firstAside(works);
  return (
    <section className={classes["calm"]} aria-live="polite">
      {me.presence === "ready" ? <Ready me={me} /> : <Away me={me} />}
      {aside !== undefined && (
        <>
          <Refusal doing={doing} />
          <TakeUp
            work={aside}
            doing={doing}
            label={t("act.resumeTicket", { ticket: aside.ticket ?? "" })}
            onTaken={() => onTaken(aside.work)}
          />
        </>
      )}
      <Day me={me} />
    </section>
  );
}

function Ready({ me }: { me: DeskMe }) {
  const { t } = useTranslation("desk");
  const now = useNow();
  const breather = me.breather_until !== undefined && me.breather_until > now;
  return (
    <>
      {breather ? (
        <IconHourglass size={36} stroke={1.25} aria-hidden color="var(--state-wrap-up)" />
      ) : (
        <IconCircleCheck size={36} stroke={1.25} aria-hidden color="var(--state-ready)" />
      )}
      <h2>{breather ? t("calm.breather") : t("calm.ready")}</h2>
      <p>
        {breather ? (
          <>
            {t("calm.breatherWords")} <Elapsed until={me.breather_until} />
          </>
        ) : (
          t("calm.readyWords")
        )}
      </p>
      <Direct me={me} />
    </>
  );
}

const icons = {
  no_answer: IconHourglass,
  disconnected: IconPlugConnected,
  signed_in: IconDoorEnter,
  forced: IconCoffee,
};

function Away({ me }: { me: DeskMe }) {
  const { t } = useTranslation("desk");
  const notReadyName = useNotReadyName();
  const doing = useAct();
  const explained = explainedReason(me);
  const Icon = explained === undefined ? IconCoffee : icons[explained];
  return (
    <>
      <Icon size={36} stroke={1.25} aria-hidden color="var(--state-not-ready)" />
      <h2>{explained === undefined ? notReadyName(me.reason) || t("calm.away") : t(`calm.${explained}`)}</h2>
      <p>{explained === undefined ? t("calm.awayWords") : t(`calm.${explained}Words`)}</p>
      <Refusal doing={doing} />
      <ActButton
        name="beReady"
        label={t("presence.ready")}
        hint={t("presence.readyHint")}
        keys="F2"
        keysBound
        primary
        size="lg"
        doing={doing}
        onAct={() => void doing.run("beReady", () => setPresence("ready"))}
      />
      <Direct me={me} />
    </>
  );
}

function Day({ me }: { me: DeskMe }) {
  const { t } = useTranslation("desk");
  const format = useFormat();
  const day = dayOf(me.day);
  if (day === undefined) return null;
  return (
    <dl className={classes["day"]} aria-label={t("day.title")}>
      <div>
        <dt>{t("day.handled")}</dt>
        <dd>{format.number(day.handled)}</dd>
      </div>
      <div>
        <dt>{t("day.aht")}</dt>
        <dd>{format.duration(day.aht_us)}</dd>
      </div>
      <div>
        <dt>{t("day.occupancy")}</dt>
        <dd>{format.percent(day.occupancy)}</dd>
      </div>
    </dl>
  );
}
