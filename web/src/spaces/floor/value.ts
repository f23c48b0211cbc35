import type { Format } from "../../i18n/useFormat.ts";
import { goalState, limitState } from "../../kit/wait.ts";
import type { Figure } from "../../live/topics.ts";
import type { State } from "../../theme/tokens.ts";

/** What a value measures, as package kpi names it. */
export type Unit = "share" | "duration" | "per_hour";

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

/** A value as people read it; "–" where there is none. */
export function writeValue(format: Format, unit: Unit, value: number | null | undefined, digits = 0): string {
  switch (unit) {
    case "share":
      return format.percent(value, digits);
    case "duration":
      return format.duration(value);
    case "per_hour":
      return format.number(value, 1);
  }
}

/** How a KPI stands against its goal, where it has one. */
export function standing(higher: boolean, figure: Figure | undefined): State | undefined {
  const state = higher ? goalState : limitState;
  return state(numberOf(figure), figure?.goal);
}
