import { useTranslation } from "react-i18next";
import { usePersonName } from "../../api/people.ts";
import { useWhyWords } from "./useWhyWords.ts";
import classes from "./Why.module.css";
import type { Verdict } from "./word.ts";

/** Agents and their part in a decision, one a line; instants count up to `at` (µs). */
export function Verdicts({ verdicts, at }: { verdicts: readonly Verdict[]; at: number }) {
  const { t } = useTranslation("why");
  const words = useWhyWords();
  const person = usePersonName();
  if (verdicts.length === 0) return null;
  return (
    // What scrolls must be reachable by keyboard (WCAG 2.1.1).
    <dl className={classes["list"]} aria-label={t("agents")} tabIndex={0}>
      {verdicts.map((verdict) => (
        <div key={verdict.agent} className={verdict.word === "chosen" ? classes["chosen"] : undefined}>
          <dt>{person(verdict.agent)}</dt>
          <dd>{words.verdict(verdict, at)}</dd>
        </div>
      ))}
    </dl>
  );
}
