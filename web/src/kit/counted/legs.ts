import type { components } from "../../api/schema.gen.ts";

// The rows behind a figure. What each of them counts as is computed by the server
// (internal/kpi), which counts the figure too: here it is only put into words.

export type Leg = components["schemas"]["CountedLeg"];
export type Interval = components["schemas"]["CountedInterval"];

/** Whether a row adds anything to its figure. */
export function isCounted({ counts }: Pick<Leg, "counts">): boolean {
  return counts.num !== 0 || counts.den !== 0;
}

/** The letters of the formulas that say what became of a leg, the most telling first. */
const outcomes = {
  outbound: "outbound",
  "H(T)": "in_time",
  H: "late",
  S: "gave_up_soon",
  "A(T)": "gave_up_in_time",
  A: "gave_up",
  F: "flowed_out",
  no_show: "no_show",
  redirected: "redirected",
  callback_taken: "callback_taken",
  closed_out: "closed_out",
  failed: "failed",
} as const;

/** What became of a leg, as the formulas tell legs apart. */
export type Outcome = (typeof outcomes)[keyof typeof outcomes] | "unanswered";

export function outcomeOf({ terms }: Pick<Leg, "terms">): Outcome {
  for (const [term, outcome] of Object.entries(outcomes)) {
    if (terms.includes(term)) return outcome;
  }
  return "unanswered";
}
