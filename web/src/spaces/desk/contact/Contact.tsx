import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeskWork } from "../../../live/topics.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { useNote } from "../act/useContact.ts";
import { useDescription } from "../act/useDescription.ts";
import { Aside } from "./Aside.tsx";
import { Called } from "./Called.tsx";
import classes from "./Contact.module.css";
import { ContactHead } from "./ContactHead.tsx";
import { type Dialog, Foot } from "./Foot.tsx";
import { NextService } from "./NextService.tsx";
import { Serving } from "./Serving.tsx";
import { Steps } from "./Steps.tsx";
import { Transfer } from "./Transfer.tsx";
import { WrapUp } from "./WrapUp.tsx";

export interface ContactProps {
  work: DeskWork;
  me: string;
  /** It was set aside: something else may be open now. */
  onAside: () => void;
}

/** The contact in the middle: one thing to do now, large; the others below it. Key it by contact. */
export function Contact({ work, me, onAside }: ContactProps) {
  const { t } = useTranslation("desk");
  const doing = useAct();
  const note = useNote(work.contact);
  const description = useDescription(work, me, note);
  const [dialog, setDialog] = useState<Dialog | undefined>(undefined);
  const close = () => setDialog(undefined);

  return (
    <article className={classes["card"]} aria-label={work.ticket ?? t(`channel.${work.channel}`)}>
      <ContactHead work={work} me={me} />
      {work.channel === "visit" ? <Steps work={work} /> : <div />}
      <div className={classes["body"]}>
        {work.state === "called" && <Called work={work} note={note} doing={doing} />}
        {work.state === "serving" && <Serving work={work} doing={doing} description={description} />}
        {(work.state === "parked" || work.state === "held") && (
          <Aside work={work} note={note} doing={doing} />
        )}
        {work.state === "wrap_up" && <WrapUp work={work} doing={doing} description={description} />}
        <Refusal doing={doing} />
      </div>
      {work.state !== "wrap_up" && <Foot work={work} doing={doing} onDialog={setDialog} onAside={onAside} />}
      <Transfer
        opened={dialog === "transfer"}
        onClose={close}
        work={work}
        me={me}
        description={description}
      />
      <NextService opened={dialog === "next"} onClose={close} work={work} description={description} />
    </article>
  );
}
