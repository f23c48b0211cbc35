import { IconPlayerPause } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { giveBack, park, unpark } from "../act/calls.ts";
import type { Doing } from "../act/useAct.ts";
import { actsOf } from "../model/works.ts";
import classes from "./Contact.module.css";

export type Dialog = "transfer" | "next";

export interface FootProps {
  work: DeskWork;
  doing: Doing;
  onDialog: (dialog: Dialog) => void;
  onAside: () => void;
}

/** What else can be done with the contact: set it aside, pass it on, give it back. */
export function Foot({ work, doing, onDialog, onAside }: FootProps) {
  const { t } = useTranslation("desk");
  const acts = actsOf(work);
  const about = work.ticket;
  const toItsPlace = () =>
    void doing.run("giveBack", (headers) =>
      work.state === "parked" ? unpark(work.work, true, headers) : giveBack(work.work, headers),
    );
  const layAside = async () => {
    if (await doing.run("park", (headers) => park(work.work, headers))) onAside();
  };
  return (
    <footer className={classes["foot"]}>
      <div className={classes["acts"]}>
        {acts.includes("park") && (
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
          onAct={() => onDialog("transfer")}
        />
        {acts.includes("nextService") && (
          <ActButton
            name="nextService"
            label={t("act.nextService")}
            hint={t("act.nextServiceHint")}
            doing={doing}
            about={about}
            onAct={() => onDialog("next")}
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
  );
}
