import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import type { PriorityParts } from "./word.ts";

export interface PriorityProps {
  priority: PriorityParts;
  segment?: string | undefined;
}

/** What a work's place in the line owes to its priority, where it is not just the queue's. */
export function Priority({ priority, segment }: PriorityProps) {
  const { t } = useTranslation("why");
  const names = useNames();
  const { own, steps, total } = priority;
  if (own === 0 && steps === 0) return null;
  const name = names.segment(segment);
  return (
    <>
      <span>{t("priority.total", { total })}</span>
      {own !== 0 && name !== "" && <span>{t("priority.own", { segment: name, count: own })}</span>}
      {own !== 0 && name === "" && <span>{t("priority.set", { count: own })}</span>}
      {steps !== 0 && <span>{t("priority.steps", { count: steps })}</span>}
    </>
  );
}
