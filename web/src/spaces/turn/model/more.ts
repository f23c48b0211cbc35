/** "I need more time", as the visitor chooses it. */
export type More = { places: number } | { minutes: number };

const placeSteps = [1, 2, 3, 5, 8, 12, 20];
const minuteSteps = [5, 10, 15, 20, 30, 45, 60, 90, 120];
const choicesMost = 4;

/** A few round choices up to the limit, the limit among them. */
function upTo(steps: readonly number[], most: number): number[] {
  if (most < 1) return [];
  const below = steps.filter((step) => step < most).slice(0, choicesMost - 1);
  return [...below, most];
}

export interface Choices {
  places: number[];
  minutes: number[];
}

export function choicesOf(limits: { defer_places: number; defer_minutes: number }): Choices {
  return { places: upTo(placeSteps, limits.defer_places), minutes: upTo(minuteSteps, limits.defer_minutes) };
}
