import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { useNote } from "../act/useContact.ts";
import { useDescription } from "../act/useDescription.ts";
import type { WorkProps } from "../channel.ts";
import { Aside } from "../contact/Aside.tsx";
import classes from "../contact/Contact.module.css";
import { ContactHead } from "../contact/ContactHead.tsx";
import { type Dialog, Foot } from "../contact/Foot.tsx";
import { Transfer } from "../contact/Transfer.tsx";
import { WrapUp } from "../contact/WrapUp.tsx";
import { Called } from "./Called.tsx";
import { NextService } from "./NextService.tsx";
import { Serving } from "./Serving.tsx";
import { Steps } from "./Steps.tsx";

/** The contact in the middle: one thing to do now, large; the others below it. */
export function Visit({ work, me, onAside }: WorkProps) {
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
        to="site"
        description={description}
      />
      <NextService opened={dialog === "next"} onClose={close} work={work} description={description} />
    </article>
  );
}
