import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldFault } from "../../../api/problem.ts";
import { useFormat } from "../../../i18n/useFormat.ts";

/** What the server may find wrong in a draft, in words that never change: fault.KEY. */
const known = [
  "required",
  "too_long",
  "tooMany",
  "too_low",
  "too_high",
  "unknown",
  "wrong_format",
  "wrong_choice",
  "not_text",
  "not_allowed",
  "taken",
  "elsewhere",
  "both",
  "no_share",
  "house_language",
  "foreign_language",
  "too_brief",
  "too_lasting",
  "level_range",
  "not_of_team",
  "not_used",
  "nobody_there",
  "wrong_channel",
  "one_line",
  "no_variable",
  "only_branch",
  "itself",
  "too_deep",
  "only_leaf",
  "no_prefix",
  "one_place",
  "no_place",
  "only_timed",
  "out_of_order",
  "idle",
  "not_for_visitors",
  "which_site",
  "no_profile",
  "no_work",
] as const;

/** What is wrong with a field of a draft, in the reader's language; what has no word is said as the server does. */
export function useFaultWords(): (fault: FieldFault) => string {
  const { t } = useTranslation("studio");
  const format = useFormat();
  return useMemo(
    () =>
      ({ reason, limit = 0, message = "" }) => {
        // A word that ends like a plural form would be taken for one.
        const wanted = reason === "too_many" ? "tooMany" : reason;
        const word = known.find((each) => each === wanted);
        if (word === undefined) return message;
        return t(`fault.${word}`, { limit: format.number(limit), time: format.duration(limit * 1_000_000) });
      },
    [t, format],
  );
}
