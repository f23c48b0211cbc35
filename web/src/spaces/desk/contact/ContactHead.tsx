import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { WaitBar } from "../../../kit/WaitBar.tsx";
import { WhyButton } from "../../../kit/why/WhyButton.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import { languageName } from "../model/language.ts";
import { waitedUntil } from "../model/works.ts";
import classes from "./Contact.module.css";

export interface ContactHeadProps {
  work: DeskWork;
  me: string;
  /** The wait to show; by default the one for this service. */
  wait?: { since: number; until?: number };
}

/** Who it is, what for, how long they waited, and why it came to this agent. */
export function ContactHead({ work, me, wait }: ContactHeadProps) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const segment = names.segment(work.segment);
  return (
    <header className={classes["head"]}>
      <div className={classes["titleLine"]}>
        <h1 className={classes["ticket"]} title={work.ticket}>
          {work.ticket ?? t(`channel.${work.channel}`)}
        </h1>
        {work.customer_name && work.customer_name !== work.ticket && (
          <span className={classes["name"]}>{work.customer_name}</span>
        )}
        <span className={classes["end"]}>
          {segment !== "" && <span className={classes["segment"]}>{segment}</span>}
          <WhyButton work={work.work} ask="me" me={me} />
        </span>
      </div>
      <div className={classes["facts"]}>
        <WorkFacts work={work} />
        <WaitBar
          since={wait?.since ?? work.queued}
          until={wait === undefined ? waitedUntil(work) : wait.until}
          target={work.threshold}
        />
      </div>
    </header>
  );
}

/** The service and the language, in one line. */
export function WorkFacts({ work }: { work: DeskWork }) {
  const { t, i18n } = useTranslation("desk");
  const names = useNames();
  const facts = [
    names.service(work.service) || names.queue(work.queue),
    work.language && t("language", { language: languageName(i18n.language, work.language) }),
  ];
  return <span>{facts.filter(Boolean).join(" · ")}</span>;
}
