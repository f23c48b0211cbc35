import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { ActButton } from "../act/ActButton.tsx";
import { type InHandProps, useEnding } from "../act/useEnding.ts";
import classes from "../contact/Contact.module.css";
import { Description } from "../contact/Description.tsx";

/** The service itself: what it is about and how it ended, then the end. */
export function Serving({ work, doing, description }: InHandProps) {
  const { t } = useTranslation("desk");
  const { reasonField, outcomeField, asked, complete, end } = useEnding({ work, doing, description });
  return (
    <>
      <Description
        description={description}
        reasonField={reasonField}
        outcomeField={outcomeField}
        missing={asked}
      />
      <div className={classes["endLine"]}>
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
        <span className={classes["quiet"]}>
          {asked && !complete ? (
            <span role="status">{t("describe.again")}</span>
          ) : (
            <>
              {t("serving.since")} <Elapsed since={work.answered ?? work.since} />
            </>
          )}
        </span>
      </div>
    </>
  );
}
