import { IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { resume, unpark } from "../act/calls.ts";
import type { Doing } from "../act/useAct.ts";
import classes from "./Contact.module.css";

export interface AsideProps {
  work: DeskWork;
  note: string;
  doing: Doing;
}

/** Set aside: since when, what that means, and the way back. */
export function Aside({ work, note, doing }: AsideProps) {
  const { t } = useTranslation("desk");
  return (
    <div className={classes["task"]}>
      <p className={classes["lead"]}>
        {work.state === "held" ? t("aside.held") : t("aside.parked")} <Elapsed since={work.since} />
      </p>
      {work.state === "parked" && <p className={classes["quiet"]}>{t("aside.words")}</p>}
      {note !== "" && <blockquote className={classes["quote"]}>{note}</blockquote>}
      <TakeUp work={work} doing={doing} label={t("act.resume")} />
    </div>
  );
}

export interface TakeUpProps {
  work: DeskWork;
  doing: Doing;
  label: string;
  hint?: string;
  onTaken?: () => void;
}

/** Goes on with what was set aside. */
export function TakeUp({ work, doing, label, hint, onTaken }: TakeUpProps) {
  const { t } = useTranslation("desk");
  const take = async () => {
    if (
      await doing.run("resume", (headers) =>
        work.state === "held" ? resume(work.work, headers) : unpark(work.work, false, headers),
      )
    )
      onTaken?.();
  };
  return (
    <ActButton
      name="resume"
      label={label}
      hint={hint ?? t("act.resumeHint")}
      keys="F6"
      primary
      size="lg"
      icon={<IconPlayerPlay size={20} aria-hidden />}
      doing={doing}
      about={work.ticket}
      onAct={() => void take()}
    />
  );
}
