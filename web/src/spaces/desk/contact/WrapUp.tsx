import { IconCircleCheck, IconClockPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { ActButton } from "../act/ActButton.tsx";
import { closeWrapUp, extendWrapUp } from "../act/calls.ts";
import type { InHandProps } from "../act/useEnding.ts";
import classes from "./Contact.module.css";
import { Description } from "./Description.tsx";

/** After the customer has gone: the countdown, what is still to be said, and the end. */
export function WrapUp({ work, doing, description, noteRows }: InHandProps & { noteRows?: number }) {
  const { t } = useTranslation("desk");
  const finish = () =>
    doing.run("finish", async (headers) => {
      await description.flush();
      await closeWrapUp(work.work, work.leg, headers);
      description.sent();
    });
  return (
    <>
      <p className={classes["countdown"]}>
        {work.wrap_until === undefined ? (
          <Elapsed since={work.since} className={classes["big"] ?? ""} />
        ) : (
          <Elapsed until={work.wrap_until} className={classes["big"] ?? ""} />
        )}
        <span className={classes["quiet"]}>
          {work.wrap_until === undefined ? t("wrapUp.open") : t("wrapUp.left")}
        </span>
      </p>
      <Description description={description} missing={false} {...(noteRows && { noteRows })} />
      <div className={classes["endLine"]}>
        <ActButton
          name="finish"
          label={t("act.finish")}
          hint={t("act.finishHint")}
          keys="F9"
          primary
          icon={<IconCircleCheck size={18} aria-hidden />}
          doing={doing}
          about={work.ticket}
          onAct={() => void finish()}
        />
        {work.wrap_until !== undefined && (
          <ActButton
            name="extend"
            label={t("act.extend")}
            hint={t("act.extendHint")}
            size="md"
            icon={<IconClockPlus size={16} aria-hidden />}
            blocked={work.can_extend === true ? undefined : t("wrapUp.once")}
            doing={doing}
            about={work.ticket}
            onAct={() => void doing.run("extend", (headers) => extendWrapUp(work.work, work.leg, headers))}
          />
        )}
        <span className={classes["quiet"]}>{description.unsent ? t("describe.unsent") : ""}</span>
      </div>
    </>
  );
}
