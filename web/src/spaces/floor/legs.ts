import type { components } from "../../api/schema.gen.ts";

export type Leg = components["schemas"]["Leg"];

// How a leg counts in a figure, for the reader who wants to see the very rows
// behind a number. The figures themselves come from the server (internal/kpi);
// this only says of each row in which of its sums it is, by the same rules.

/** What became of a leg, as the formulas tell legs apart. */
export type Outcome =
  | "in_time"
  | "late"
  | "gave_up_soon"
  | "gave_up_in_time"
  | "gave_up"
  | "no_show"
  | "flowed_out"
  | "redirected"
  | "callback_taken"
  | "closed_out"
  | "failed"
  | "unanswered"
  | "outbound";

/** The wait of a leg: to the answer, or to its end (µs). */
export function waitOf(leg: Leg): number {
  return (leg.answered || leg.released) - leg.queued;
}

/** Talk, hold and wrap-up of a leg (µs); 0 where nobody answered. */
export function handlingOf(leg: Leg): number {
  if (!leg.answered) return 0;
  return leg.released - leg.answered - leg.parked - leg.paused + (leg.wrapped - leg.released);
}

export function outcomeOf(leg: Leg): Outcome {
  if (leg.direction === "outbound") return "outbound";
  if (leg.answered) return waitOf(leg) <= leg.sl_threshold ? "in_time" : "late";
  switch (leg.end) {
    case "abandoned":
      if (waitOf(leg) < leg.short_abandon) return "gave_up_soon";
      return waitOf(leg) <= leg.sl_threshold ? "gave_up_in_time" : "gave_up";
    case "no_show":
    case "flowed_out":
    case "redirected":
    case "callback_taken":
    case "closed_out":
    case "failed":
      return leg.end;
    default:
      return "unanswered";
  }
}

/** What a leg adds above and below the line of a formula. */
export interface Part {
  num: number;
  den: number;
}

/** A leg in the letters of the formulas; each 1 or 0. */
function letters(leg: Leg) {
  const inbound = leg.direction !== "outbound";
  const wait = waitOf(leg);
  const one = (holds: boolean) => (inbound && holds ? 1 : 0);
  const gaveUp = !leg.answered && leg.end === "abandoned";
  return {
    N: one(true),
    H: one(!!leg.answered),
    HT: one(!!leg.answered && wait <= leg.sl_threshold),
    A: one(gaveUp),
    AT: one(gaveUp && wait <= leg.sl_threshold),
    S: one(gaveUp && wait < leg.short_abandon),
    F: one(!leg.answered && leg.end === "flowed_out"),
    noShow: one(!leg.answered && leg.end === "no_show"),
  };
}

/**
 * What a leg adds to a KPI; undefined for a KPI that does not count legs. The
 * sums over all legs are the figure's numerator and denominator.
 */
export function partOf(kpi: string, leg: Leg): Part | undefined {
  const { N, H, HT, A, AT, S, F, noShow } = letters(leg);
  switch (kpi) {
    case "service_level":
      return { num: HT, den: H + A - AT };
    case "service_level.answered":
      return { num: HT, den: H };
    case "service_level.credit_abandons":
      return { num: HT + AT, den: H + A };
    case "service_level.strict":
      return { num: HT, den: H + A + noShow };
    case "service_level.credit_short":
      return { num: HT + S, den: H + A };
    case "service_level.with_flow_outs":
      return { num: HT, den: H + A + F };
    case "abandonment":
      return { num: A - S, den: N - S };
    case "asa":
      return { num: H * waitOf(leg), den: H };
    case "aht":
      return leg.answered && leg.wrapped ? { num: handlingOf(leg), den: 1 } : { num: 0, den: 0 };
    case "ewt": {
      const announced = H === 1 && leg.announced >= 0 && leg.place > 0;
      return announced ? { num: Math.abs(waitOf(leg) - leg.announced), den: 1 } : { num: 0, den: 0 };
    }
    default:
      return undefined;
  }
}
