import type { Organisation } from "../../../api/organisation.ts";
import type { FloorQueue } from "../../../live/topics.ts";

// Opening and closing a queue by hand: what it is called, and what will happen.

type Rule = NonNullable<Organisation["queues"][number]["when_closed"]>;

/** The queue in the organisation; rows have its key without the site. */
export function queueIn(organisation: Organisation | undefined, row: Pick<FloorQueue, "queue">) {
  return organisation?.queues.find(({ key }) => key === row.queue);
}

/** The key by which the engine knows the line: with the site where each site has its own. */
export function lineOf(
  organisation: Organisation | undefined,
  row: Pick<FloorQueue, "queue" | "site">,
): string {
  return queueIn(organisation, row)?.per_site ? `${row.queue}@${row.site}` : row.queue;
}

/** What can be done with a queue: the other of what it is. */
export function turnOf(row: Pick<FloorQueue, "open">): "open" | "close" {
  return row.open ? "close" : "open";
}

/** How a queue stands where that is not open by its hours. */
export type Standing = "closed_by_hand" | "closed_by_hours" | "opened_by_hand";

export function standingOf(row: Pick<FloorQueue, "open" | "by_hand">): Standing | undefined {
  if (row.by_hand !== undefined) return row.open ? "opened_by_hand" : "closed_by_hand";
  return row.open ? undefined : "closed_by_hours";
}

/** Where the rules of a closed queue send works, as far as there are words for it. */
export type Fate =
  | "refused"
  | "queue"
  | "callback"
  | "voicemail"
  | "message"
  | "outside"
  | "dropped"
  | "kept";

const fates: Record<string, Fate> = {
  queue: "queue",
  callback: "callback",
  voicemail: "voicemail",
  message: "message",
  outside: "outside",
  drop: "dropped",
  keep: "kept",
};

/** What becomes of who comes to a queue that is closed. */
export function fateOf(rule: Rule | undefined): Fate {
  return rule === undefined ? "refused" : (fates[rule.to] ?? "refused");
}

/** Whether those who wait already stay in line when it closes; else its rule is theirs too. */
export function stays(fate: Fate): boolean {
  return fate === "refused" || fate === "kept";
}
