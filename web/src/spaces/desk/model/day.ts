import type { DayFigures } from "../../../live/topics.ts";

export interface Day {
  handled: number;
  aht_us: number | undefined;
  /** A share, 0–1. */
  occupancy: number | undefined;
}

/** The agent's day at a glance; undefined before anything was served. */
export function dayOf(figures: DayFigures | undefined): Day | undefined {
  if (figures === undefined || figures.handled === 0) return undefined;
  const { handled, aht, occupancy } = figures;
  return { handled, aht_us: aht.value ?? undefined, occupancy: occupancy.value ?? undefined };
}
