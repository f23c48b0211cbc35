import { IconArrowForwardUp, IconCircleCheck, IconPlayerPause } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActButton } from "../act/ActButton.tsx";
import { giveBack, park, unpark } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { type InHandProps, useEnding } from "../act/useEnding.ts";
import { Description } from "../contact/Description.tsx";
import { Transfer } from "../contact/Transfer.tsx";
import { WrapUp } from "../contact/WrapUp.tsx";
import classes from "./Conversation.module.css";

interface EndingProps extends InHandProps {
  me: string;
  onAside: () => void;
}

/** Reason and result, the end, and what else can be done with it: pass it on, set it aside, give it back. */
export function Ending(props: EndingProps) {
  const { work, doing, description } = props;
  if (work.state === "wrap_up") {
    return (
      <footer className={classes["ending"]}>
        <WrapUp work={work} doing={doing} description={description} noteRows={2} />
        <Refusal doing={doing} />
      </footer>
    );
  }
  return (
    <footer className={classes["ending"]}>
      {work.state === "serving" && <End {...props} />}
      <Acts {...props} />
      <Refusal doing={doing} />
    </footer>
  );
}

function End({ work, doing, description }: EndingProps) {
  const { t } = useTranslation("conversation");
  const { reasonField, outcomeField, asked, complete, end } = useEnding({ work, doing, description });
  return (
    <>
      <div className={classes["endLine"]}>
        <Description
          compact
          description={description}
          reasonField={reasonField}
          outcomeField={outcomeField}
          missing={asked}
        />
        <ActButton
          name="end"
          label={t("act.end")}
          hint={t("act.endHint")}
          keys="F9"
          primary
          icon={<IconCircleCheck size={18} aria-hidden />}
          doing={doing}
          about={work.ticket}
          onAct={() => void end()}
        />
      </div>
      {asked && !complete && (
        <p className={classes["quiet"]} role="status">
          {t("desk:describe.again")}
        </p>
      )}
    </>
  );
}

function Acts({ work, me, doing, description, onAside }: EndingProps) {
  const { t } = useTranslation("conversation");
  const [passing, setPassing] = useState(false);
  const about = work.ticket;
  const toItsPlace = () =>
    void doing.run("giveBack", (headers) =>
      work.state === "parked" ? unpark(work.work, true, headers) : giveBack(work.work, headers),
    );
  const layAside = async () => {
    if (await doing.run("park", (headers) => park(work.work, headers))) onAside();
  };
  return (
    <div className={classes["acts"]}>
      {work.state === "serving" && (
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
        icon={<IconArrowForwardUp size={16} aria-hidden />}
        doing={doing}
        about={about}
        onAct={() => setPassing(true)}
      />
      <ActButton
        name="giveBack"
        label={t("act.giveBack")}
        hint={t("act.giveBackHint")}
        doing={doing}
        about={about}
        onAct={toItsPlace}
      />
      <Transfer
        opened={passing}
        onClose={() => setPassing(false)}
        work={work}
        me={me}
        to="line"
        description={description}
      />
    </div>
  );
}
