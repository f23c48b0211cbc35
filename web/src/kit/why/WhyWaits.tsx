import { useTranslation } from "react-i18next";
import { tickNow } from "../ticker.ts";
import { Priority } from "./Priority.tsx";
import { useWhyWords } from "./useWhyWords.ts";
import { Verdicts } from "./Verdicts.tsx";
import classes from "./Why.module.css";
import type { Need, PriorityParts, Waiting } from "./word.ts";

export interface WhyWaitsProps {
  why: Waiting & {
    needs?: readonly (readonly Need[] | null)[] | null;
    place?: number;
    stage?: number;
    priority?: PriorityParts;
    segment?: string;
  };
}

/** Why a work waits: the sentence, what it needs, and what each agent who fits is doing instead. */
export function WhyWaits({ why }: WhyWaitsProps) {
  const { t } = useTranslation("why");
  const words = useWhyWords();
  const needs = words.needs(why.needs);
  const place = why.place ?? 0;
  const stage = why.stage ?? 0;
  return (
    <div className={classes["root"]}>
      <p className={classes["lead"]}>{words.waiting(why, tickNow())}</p>
      {(needs !== "" || place > 0 || stage > 0 || why.priority !== undefined) && (
        <div className={classes["facts"]}>
          {why.priority !== undefined && <Priority priority={why.priority} segment={why.segment} />}
          {needs !== "" && <span>{t("needs", { needs })}</span>}
          {place > 0 && <span>{t("place", { place })}</span>}
          {stage > 0 && <span>{t("stage", { count: stage })}</span>}
        </div>
      )}
      <Verdicts verdicts={why.verdicts ?? []} at={tickNow()} />
    </div>
  );
}
