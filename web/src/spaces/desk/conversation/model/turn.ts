import type { DeskWork } from "../../../../live/topics.ts";

/** Whose turn it is to say something, and since when (µs). */
export interface Turn {
  whose: "mine" | "theirs";
  since: number;
  /** Nobody has said anything to this customer yet. */
  first: boolean;
}

/** A customer who has heard nothing yet waits since they came, whether they wrote or not. */
export function turnOf(work: DeskWork): Turn {
  const first = (work.answered ?? 0) === 0;
  if (first) return { whose: "mine", since: work.queued, first };
  if (work.unanswered !== undefined) return { whose: "mine", since: work.unanswered, first };
  return { whose: "theirs", since: work.last_message ?? work.since, first };
}

/** A wait as a bar shows it: since when, and when it was over. */
export interface Wait {
  since: number;
  until?: number;
}

/** What the customer waits for now, else how long the wait for the first word was. */
export function waitOf(work: DeskWork): Wait {
  if (work.state === "wrap_up") return { since: work.queued, until: work.answered ?? work.since };
  const turn = turnOf(work);
  return turn.whose === "mine"
    ? { since: turn.since }
    : { since: work.queued, until: work.answered ?? work.since };
}

// A work that is taken up again comes later than its conversation began (µs).
const comesAgain_us = 2_000_000;

/** Whether the customer took an ended conversation up again. */
export function cameAgain(work: DeskWork, opened: number | undefined): boolean {
  return opened !== undefined && work.channel === "chat" && work.arrived - opened > comesAgain_us;
}
