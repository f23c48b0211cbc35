import { VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { WaitBar } from "../../../kit/WaitBar.tsx";
import { WhyButton } from "../../../kit/why/WhyButton.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { accept, decline } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import classes from "./Contact.module.css";
import { WorkFacts } from "./ContactHead.tsx";

export interface OfferCardProps {
  offer: DeskWork;
  /** Nothing else is open: it is the one thing to do, in large. */
  alone: boolean;
  me: string;
  onAccepted: (work: string) => void;
}

/** Who wants to be served, why by this agent, how long they have waited, and one button. */
export function OfferCard({ offer, alone, me, onAccepted }: OfferCardProps) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const doing = useAct();
  const number = offer.offer ?? 0;
  const who = offer.ticket ?? t(`channel.${offer.channel}`);
  const segment = names.segment(offer.segment);
  const take = async () => {
    if (await doing.run("accept", (headers) => accept(offer.work, number, headers))) onAccepted(offer.work);
  };
  return (
    <section
      className={`${classes["offer"]} ${alone ? classes["alone"] : ""}`}
      aria-label={t("offer.title", { ticket: who })}
    >
      <VisuallyHidden role="status">{t("offer.notice", { ticket: who })}</VisuallyHidden>
      <div className={classes["offerWho"]}>
        <div className={classes["titleLine"]}>
          <h1 className={classes["ticket"]}>{who}</h1>
          {offer.customer_name && offer.customer_name !== who && (
            <span className={classes["name"]}>{offer.customer_name}</span>
          )}
          {segment !== "" && <span className={classes["segment"]}>{segment}</span>}
        </div>
        <WorkFacts work={offer} />
      </div>
      <div className={classes["offerWait"]}>
        <WaitBar since={offer.queued} target={offer.threshold} large={alone} />
      </div>
      <div className={classes["offerActs"]}>
        <ActButton
          name="accept"
          label={offer.channel === "visit" ? t("act.next", { ticket: who }) : t("act.take", { name: who })}
          hint={offer.channel === "visit" ? t("act.nextHint") : t("act.takeHint")}
          keys="F4"
          primary
          size={alone ? "lg" : "md"}
          doing={doing}
          onAct={() => void take()}
        />
        <ActButton
          name="decline"
          label={t("act.decline")}
          hint={t("act.declineHint")}
          size={alone ? "lg" : "md"}
          doing={doing}
          onAct={() => void doing.run("decline", (headers) => decline(offer.work, number, headers))}
        />
        <WhyButton work={offer.work} ask="me" me={me} />
      </div>
      {offer.deadline !== undefined && (
        <span className={classes["quiet"]}>
          {t("offer.deadline")} <Elapsed until={offer.deadline} />
        </span>
      )}
      <Refusal doing={doing} />
    </section>
  );
}
