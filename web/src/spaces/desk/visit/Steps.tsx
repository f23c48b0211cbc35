import { IconCircle, IconCircleCheckFilled, IconCircleDot, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSiteTime } from "../../../api/useSiteTime.ts";
import type { DeskWork } from "../../../live/topics.ts";
import classes from "../contact/Contact.module.css";
import { visitSteps } from "../model/works.ts";

const icons = { done: IconCircleCheckFilled, now: IconCircleDot, todo: IconCircle, missed: IconCircleX };

/** Called, here, ended: how far the visit is. */
export function Steps({ work }: { work: DeskWork }) {
  const { t } = useTranslation("desk");
  const clock = useSiteTime();
  return (
    <ol className={classes["steps"]} aria-label={t("steps.title")}>
      {visitSteps(work).map((step) => {
        const Icon = icons[step.state];
        return (
          <li
            key={step.key}
            className={`${classes["step"]} ${classes[step.state] ?? ""}`}
            aria-current={step.state === "now" ? "step" : undefined}
          >
            <Icon size={16} aria-hidden />
            <span>{t(`steps.${step.key}.${step.state}`)}</span>
            {step.at !== undefined && step.state === "done" && (
              <time dateTime={new Date(step.at / 1000).toISOString()}>{clock.time(work.site, step.at)}</time>
            )}
          </li>
        );
      })}
    </ol>
  );
}
