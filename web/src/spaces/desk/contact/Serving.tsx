import { IconCircleCheck } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { release } from "../act/calls.ts";
import type { Doing } from "../act/useAct.ts";
import type { Describing } from "../act/useDescription.ts";
import classes from "./Contact.module.css";
import { Description } from "./Description.tsx";

export interface ServingProps {
  work: DeskWork;
  doing: Doing;
  description: Describing;
}

/**
 * The service itself: what it is about and how it ended, then the end. Without
 * reason or result the first press asks for them, the second ends all the same.
 */
export function Serving({ work, doing, description }: ServingProps) {
  const { t } = useTranslation("desk");
  const reasonField = useRef<HTMLInputElement>(null);
  const outcomeField = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const { said } = description;
  const complete = said.reason !== "" && said.outcome !== "";
  const end = async () => {
    if (!complete && !asked) {
      setAsked(true);
      (said.reason === "" ? reasonField : outcomeField).current?.focus();
      return;
    }
    if (await doing.run("end", (headers) => release(work.work, description.toSay, headers)))
      description.sent();
  };
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
