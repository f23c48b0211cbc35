import type { DayFigures, Figure } from "../../../live/topics.ts";

export interface Day {
  handled: number;
  aht_us: number | undefined;
  /** A share, 0–1. */
  occupancy: number | undefined;
}

function numberOf(figure: number | Figure | undefined): number | undefined {
  if (typeof figure === "number") return figure;
  return figure?.value ?? undefined;
}

/** The agent's day at a glance; undefined before anything was served. */
export function dayOf(figures: DayFigures | undefined): Day | undefined {
  const handled = figures?.handled ?? 0;
  if (handled === 0) return undefined;
  return { handled, aht_us: numberOf(figures?.aht), occupancy: numberOf(figures?.occupancy) };
}
