import type { Unit } from "../../kit/counted/value.ts";
import { goalState, limitState } from "../../kit/wait.ts";
import type { Figure } from "../../live/topics.ts";
import type { State } from "../../theme/tokens.ts";

/** The KPIs of the floor's rows, and what each measures. */
export const units = {
  service_level: "share",
  abandonment: "share",
  asa: "duration",
  aht: "duration",
  occupancy: "share",
} as const satisfies Record<string, Unit>;

export type FloorKpi = keyof typeof units;

/** The number of a figure; null where there is no value (nothing to divide by). */
export function numberOf(figure: Figure | undefined): number | null {
  return figure?.value ?? null;
}

/** How a KPI stands against its goal, where it has one. */
export function standing(higher: boolean, figure: Figure | undefined): State | undefined {
  const state = higher ? goalState : limitState;
  return state(numberOf(figure), figure?.goal);
}
