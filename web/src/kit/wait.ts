import type { State } from "../theme/tokens.ts";

/** From this share of the target on a wait is at risk. */
export const riskFrom = 0.75;

/** How a wait stands against its target. Without a target it is simply on target. */
export function waitState(waited_us: number, target_us: number | undefined): State {
  if (target_us === undefined || target_us <= 0) return "on_target";
  if (waited_us >= target_us) return "breached";
  return waited_us >= target_us * riskFrom ? "at_risk" : "on_target";
}

/** How full the bar is, 0–1. */
export function waitShare(waited_us: number, target_us: number | undefined): number {
  if (target_us === undefined || target_us <= 0) return 0;
  return Math.min(1, Math.max(0, waited_us / target_us));
}

/** How a share stands against its goal (both 0–1); at risk within five points below it. */
export function goalState(value: number | null | undefined, goal: number | undefined): State | undefined {
  if (value === null || value === undefined || goal === undefined) return undefined;
  if (value >= goal) return "on_target";
  return value >= goal - 0.05 ? "at_risk" : "breached";
}

/** The same for figures that should be low (abandonment): at risk from three quarters of the limit on. */
export function limitState(value: number | null | undefined, limit: number | undefined): State | undefined {
  if (value === null || value === undefined || limit === undefined) return undefined;
  if (value > limit) return "breached";
  return value > limit * riskFrom ? "at_risk" : "on_target";
}
