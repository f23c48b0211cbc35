import type { DeskWork } from "../../../live/topics.ts";

// What the rows of the desk mean for the person: order, which one is open, what
// may be done. Pure, so that it can be tested without a screen.

/** A work that comes back while its earlier leg is in wrap-up is two rows. */
export function workKey(work: DeskWork): string {
  return work.state === "wrap_up" ? `${work.work}/wrap-up` : work.work;
}

// A customer who stands there comes first; what waits for nobody comes last.
const order: Record<DeskWork["state"], number> = {
  serving: 0,
  called: 1,
  held: 2,
  offered: 3,
  wrap_up: 4,
  parked: 5,
};

// A visitor who was called or stands there comes before those who write.
const standing = (work: DeskWork) => (work.channel === "visit" && order[work.state] <= order.held ? 0 : 1);

// A conversation keeps its place in the list whoever wrote last, and when it is answered.
const began = (work: DeskWork) => (work.channel === "visit" ? work.since : work.queued);

export function orderWorks(works: readonly DeskWork[]): DeskWork[] {
  return [...works].sort(
    (a, b) => standing(a) - standing(b) || order[a.state] - order[b.state] || began(a) - began(b),
  );
}

/** The offer to answer, the oldest first. An offer is never the open work: it is a card of its own. */
export function openOffer(works: readonly DeskWork[]): DeskWork | undefined {
  return works.filter((work) => work.state === "offered").sort((a, b) => a.since - b.since)[0];
}

/**
 * The work in the middle: the one the person chose, as long as it is there, else
 * the one that wants something now. A chosen work stays open when its service
 * ends: what follows is its own wrap-up. What was set aside opens only when chosen.
 * Without a choice a conversation that is `shown` stays until a visitor comes, so
 * that nobody goes on typing into another.
 */
export function openWork(
  works: readonly DeskWork[],
  chosen: string | undefined,
  shown?: string,
): DeskWork | undefined {
  const open = orderWorks(works).filter((work) => work.state !== "offered");
  if (chosen !== undefined) {
    const same = open.find((work) => workKey(work) === chosen) ?? open.find((work) => work.work === chosen);
    if (same !== undefined) return same;
  }
  const first = open.find((work) => work.state !== "parked");
  if (first?.channel === "visit" && first.state !== "wrap_up") return first;
  return open.find((work) => work.work === shown && work.state !== "parked") ?? first;
}

/** The work that has been set aside for longest. */
export function firstAside(works: readonly DeskWork[]): DeskWork | undefined {
  return orderWorks(works).find((work) => work.state === "parked");
}

/** How many works, in hand or set aside, go back to their places when the agent leaves. */
export function leaving(works: readonly DeskWork[]): number {
  return works.filter((work) => work.state !== "offered" && work.state !== "wrap_up").length;
}

/** Somebody stands at the counter or is on the line: closing the tab would leave them alone. */
export function inContact(works: readonly DeskWork[]): boolean {
  return works.some((work) => work.state === "called" || work.state === "serving" || work.state === "held");
}

export type StepKey = "call" | "here" | "end";

export interface Step {
  key: StepKey;
  /** missed: the visitor did not come. */
  state: "done" | "now" | "todo" | "missed";
  /** When it was done (µs), as far as the row knows. */
  at?: number | undefined;
}

/** The steps of a visit at the counter and how far it is. */
export function visitSteps(work: DeskWork): Step[] {
  const done = { offered: 0, called: 1, parked: 1, serving: 2, held: 2, wrap_up: 3 }[work.state];
  const begun = work.state === "parked" && (work.answered ?? 0) > 0 ? 2 : done;
  const missed = work.state === "wrap_up" && (work.answered ?? 0) === 0;
  const keys: StepKey[] = ["call", "here", "end"];
  const stateOf = (key: StepKey, index: number): Step["state"] => {
    if (key === "here" && missed) return "missed";
    return index < begun ? "done" : index === begun ? "now" : "todo";
  };
  return keys.map((key, index) => ({
    key,
    state: stateOf(key, index),
    at: key === "call" ? work.called : key === "here" ? work.answered : undefined,
  }));
}

/** How many more calls it takes before a no-show may be said; 0 when it may be. */
export function callsMissing(work: DeskWork): number {
  return Math.max(0, (work.recalls_min ?? 0) - (work.recalls ?? 0));
}

export type Act =
  | "begin"
  | "recall"
  | "noShow"
  | "end"
  | "nextService"
  | "park"
  | "resume"
  | "transfer"
  | "giveBack"
  | "finish"
  | "extend";

/** What may be done with a work in hand, in the order in which it is shown. */
export function actsOf(work: DeskWork): Act[] {
  const visit = work.channel === "visit";
  switch (work.state) {
    case "called":
      return visit
        ? ["begin", "recall", "noShow", "park", "transfer", "giveBack"]
        : ["end", "park", "transfer", "giveBack"];
    case "serving":
      return ["end", ...(visit ? (["nextService"] as const) : []), "park", "transfer", "giveBack"];
    case "held":
    case "parked":
      return ["resume", "transfer", "giveBack"];
    case "wrap_up":
      return work.can_extend === true ? ["finish", "extend"] : ["finish"];
    case "offered":
      return [];
  }
}

/** When waiting ended for this person (µs); undefined while the work is only offered. */
export function waitedUntil(work: DeskWork): number | undefined {
  if (work.state === "offered") return undefined;
  return work.called ?? work.answered ?? work.since;
}

/** How many messages of customers in hand nobody has seen. */
export function unreadOf(works: readonly DeskWork[]): number {
  return works.reduce((sum, work) => sum + (work.state === "offered" ? 0 : (work.unread ?? 0)), 0);
}

/** What a work is called in lists: its ticket and who it is; `channel` where it has no ticket. */
export function nameOf(work: DeskWork, channel: string): string {
  const ticket = work.ticket ?? channel;
  return [ticket, work.customer_name === ticket ? undefined : work.customer_name].filter(Boolean).join(" · ");
}

/** The work after the open one in the list (`by` 1) or before it (-1), round; offers are not opened. */
export function besideWork(
  works: readonly DeskWork[],
  open: DeskWork | undefined,
  by: 1 | -1,
): DeskWork | undefined {
  const list = orderWorks(works).filter((work) => work.state !== "offered");
  const at = open === undefined ? -1 : list.findIndex((work) => workKey(work) === workKey(open));
  return list[(at + by + list.length) % list.length] ?? list[0];
}

/** The page's title while something wants the person: they may be in another tab. */
export function titleOf(works: readonly DeskWork[], offered: string, name: string): string {
  const offer = openOffer(works);
  if (offer !== undefined) return `${offer.ticket ?? ""} ${offered} · ${name}`.trim();
  const open = orderWorks(works).find((work) => work.state === "serving" || work.state === "called");
  const title = open?.ticket === undefined ? name : `${open.ticket} · ${name}`;
  const unread = unreadOf(works);
  return unread === 0 ? title : `(${unread}) ${title}`;
}
