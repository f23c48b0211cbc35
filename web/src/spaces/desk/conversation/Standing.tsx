import { IconArrowBackUp, IconDoorExit, IconPlayerPause, IconPlugConnectedX } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { useNow } from "../../../kit/ticker.ts";
import type { ConversationRows, DeskWork } from "../../../live/topics.ts";
import type { Doing } from "../act/useAct.ts";
import { TakeUp } from "../contact/Aside.tsx";
import classes from "./Conversation.module.css";
import { cameAgain } from "./model/turn.ts";

export interface StandingProps {
  work: DeskWork;
  chat: ConversationRows["chat"] | undefined;
  doing: Doing;
}

/** What is out of the ordinary: the customer is gone, has come back, or it was set aside. */
export function Standing({ work, chat, doing }: StandingProps) {
  const { t } = useTranslation("conversation");
  const format = useFormat();
  const open = work.state !== "wrap_up";
  return (
    <div className={classes["standing"]}>
      {work.state === "parked" && (
        <Line icon={IconPlayerPause} tone="warn">
          <span>
            {t("aside.words")} <Elapsed since={work.since} />
          </span>
          <TakeUp work={work} doing={doing} label={t("aside.resume")} hint={t("aside.resumeHint")} />
        </Line>
      )}
      {!open && (
        <Line icon={IconDoorExit} tone="plain">
          {t(`over.${overOf(chat)}`)}
        </Line>
      )}
      {open && chat?.away !== undefined && <Away since={chat.away} />}
      {open && cameAgain(work, chat?.opened) && (
        <Line icon={IconArrowBackUp} tone="plain">
          {t("again", { time: format.dateTime(chat?.opened ?? 0) })}
        </Line>
      )}
      {work.channel === "task" && open && (
        <Line icon={IconArrowBackUp} tone="plain">
          {t("message")}
        </Line>
      )}
    </div>
  );
}

type Over = "customer" | "us" | "passed";

// In wrap-up the conversation may go on, with somebody else.
function overOf(chat: StandingProps["chat"]): Over {
  if (chat?.closed_by === "customer" || chat?.state === "left") return "customer";
  const goesOn = chat?.state === "waiting" || chat?.state === "active" || chat?.state === "parked";
  return goesOn ? "passed" : "us";
}

// A page that is loaded again is away for a moment: nothing is said of that (µs).
const awayFrom_us = 4_000_000;

function Away({ since }: { since: number }) {
  const { t } = useTranslation("conversation");
  const now = useNow();
  if (now - since < awayFrom_us) return null;
  return (
    <Line icon={IconPlugConnectedX} tone="warn">
      <span>
        {t("away.since")} <Elapsed since={since} />. {t("away.words")}
      </span>
    </Line>
  );
}

interface LineProps {
  icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
  tone: "warn" | "plain";
  children: ReactNode;
}

function Line({ icon: Icon, tone, children }: LineProps) {
  return (
    <div className={classes["notice"]} data-tone={tone} role="status">
      <Icon size={16} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
