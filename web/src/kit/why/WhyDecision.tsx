import { useTranslation } from "react-i18next";
import { usePersonName } from "../../api/people.ts";
import { Priority } from "./Priority.tsx";
import { useWhyWords } from "./useWhyWords.ts";
import { Verdicts } from "./Verdicts.tsx";
import classes from "./Why.module.css";
import type { Decision, Need, PriorityParts } from "./word.ts";

export interface WhyDecisionProps {
  decision: Decision;
  needs?: readonly (readonly Need[] | null)[] | null | undefined;
  /** Of a work that still goes on: why it came before others. */
  priority?: PriorityParts | undefined;
  segment?: string | undefined;
  /** The reader's own id: then it says "you". */
  me?: string | undefined;
}

/** Why a work went to an agent: the rule, and what spoke against the others. */
export function WhyDecision({ decision, needs, priority, segment, me }: WhyDecisionProps) {
  const { t } = useTranslation("why");
  const words = useWhyWords();
  const person = usePersonName();
  const others = (decision.verdicts ?? []).filter((verdict) => verdict.agent !== decision.agent);
  const unlisted = decision.unlisted ?? 0;
  const need = words.needs(needs);
  return (
    <div className={classes["root"]}>
      <p className={classes["lead"]}>
        {decision.agent === me ? t("becauseYou") : t("because", { agent: person(decision.agent) })}
      </p>
      <div className={classes["facts"]}>
        {priority !== undefined && <Priority priority={priority} segment={segment} />}
        {decision.choice !== "" && <span>{words.choice(decision.choice)}</span>}
        {need !== "" && <span>{t("needs", { needs: need })}</span>}
      </div>
      {others.length === 0 ? <p>{t("only")}</p> : <p>{t("others", { count: others.length + unlisted })}</p>}
      <Verdicts verdicts={others} at={decision.at} />
      {unlisted > 0 && <p>{t("unlisted", { count: unlisted })}</p>}
    </div>
  );
}
