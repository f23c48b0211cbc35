import { IconSpeakerphone, IconUserCheck, IconUserX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { begin, noShow, recall, release } from "../act/calls.ts";
import type { Doing } from "../act/useAct.ts";
import classes from "../contact/Contact.module.css";
import { callsMissing } from "../model/works.ts";

/** The visitor was called: are they here? If not, call again; after enough calls, say that nobody came. */
export function Called({ work, note, doing }: { work: DeskWork; note: string; doing: Doing }) {
  const { t } = useTranslation("desk");
  const missing = callsMissing(work);
  const recalls = work.recalls ?? 0;
  const about = work.ticket;
  return (
    <div className={classes["task"]}>
      <p className={classes["lead"]}>
        {t("called.words", { ticket: work.ticket })} <Elapsed since={work.called ?? work.since} />
        {recalls > 0 && <> · {t("called.recalls", { count: recalls })}</>}
      </p>
      {note !== "" && <blockquote className={classes["quote"]}>{note}</blockquote>}
      {work.channel === "visit" ? (
        <ActButton
          name="begin"
          label={t("act.begin", { ticket: work.ticket })}
          hint={t("act.beginHint")}
          keys="F4"
          primary
          size="lg"
          icon={<IconUserCheck size={20} aria-hidden />}
          doing={doing}
          about={about}
          onAct={() => void doing.run("begin", (headers) => begin(work.contact, headers))}
        />
      ) : (
        <ActButton
          name="end"
          label={t("act.end")}
          keys="F9"
          primary
          doing={doing}
          about={about}
          onAct={() =>
            void doing.run("end", (headers) =>
              release(work.work, { reason: "", outcome: "", note: "" }, headers),
            )
          }
        />
      )}
      {work.channel === "visit" && (
        <>
          <div className={classes["acts"]}>
            <ActButton
              name="recall"
              label={t("act.recall")}
              hint={t("act.recallHint")}
              icon={<IconSpeakerphone size={16} aria-hidden />}
              doing={doing}
              about={about}
              onAct={() => void doing.run("recall", (headers) => recall(work.contact, headers))}
            />
            <ActButton
              name="noShow"
              label={t("act.noShow")}
              hint={t("act.noShowHint")}
              icon={<IconUserX size={16} aria-hidden />}
              blocked={missing > 0 ? t("called.missing", { count: missing }) : undefined}
              doing={doing}
              about={about}
              onAct={() => void doing.run("noShow", (headers) => noShow(work.contact, headers))}
            />
          </div>
          {missing > 0 && <p className={classes["quiet"]}>{t("called.missing", { count: missing })}</p>}
        </>
      )}
    </div>
  );
}
