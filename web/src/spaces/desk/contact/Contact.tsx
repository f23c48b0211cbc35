import { IconPlayerPause } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { giveBack, park, unpark } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { useNote } from "../act/useContact.ts";
import { useDescription } from "../act/useDescription.ts";
import { actsOf } from "../model/works.ts";
import { Aside } from "./Aside.tsx";
import { Called } from "./Called.tsx";
import classes from "./Contact.module.css";
import { ContactHead } from "./ContactHead.tsx";
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
  const [dialog, setDialog] = useState<"transfer" | "next" | undefined>(undefined);
  const acts = actsOf(work);
  const about = work.ticket;
  const close = () => setDialog(undefined);
  const setAside = acts.includes("park");
  const toItsPlace = () =>
    void doing.run("giveBack", (headers) =>
      work.state === "parked" ? unpark(work.work, true, headers) : giveBack(work.work, headers),
    );
  const layAside = async () => {
    if (await doing.run("park", (headers) => park(work.work, headers))) onAside();
  };

  return (
    <article className={classes["card"]} aria-label={about ?? t(`channel.${work.channel}`)}>
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
      {work.state !== "wrap_up" && (
        <footer className={classes["foot"]}>
          <div className={classes["acts"]}>
            {setAside && (
              <ActButton
                name="park"
                label={t("act.park")}
                hint={t("act.parkHint")}
                keys="F6"
                icon={<IconPlayerPause size={16} aria-hidden />}
                doing={doing}
                about={about}
                onAct={() => void layAside()}
              />
            )}
            <ActButton
              name="transfer"
              label={t("act.transfer")}
              hint={t("act.transferHint")}
              keys="F8"
              doing={doing}
              about={about}
              onAct={() => setDialog("transfer")}
            />
            {acts.includes("nextService") && (
              <ActButton
                name="nextService"
                label={t("act.nextService")}
                hint={t("act.nextServiceHint")}
                doing={doing}
                about={about}
                onAct={() => setDialog("next")}
              />
            )}
            <ActButton
              name="giveBack"
              label={t("act.giveBack")}
              hint={t("act.giveBackHint")}
              doing={doing}
              about={about}
              onAct={toItsPlace}
            />
          </div>
        </footer>
      )}
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
