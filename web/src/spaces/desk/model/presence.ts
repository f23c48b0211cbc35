import { agentState } from "../../../kit/presence.ts";
import type { DeskMe, Presence } from "../../../live/topics.ts";
import type { State } from "../../../theme/tokens.ts";

export interface NotReadyChoice {
  key: string;
  class: string;
}

export interface PresenceView {
  state: State;
  /** When the state began (µs). */
  since: number;
  /** Why not ready, where that is the state. */
  reason: string | undefined;
  /** What comes when the last work and wrap-up end. */
  pending: { presence: Presence; reason: string | undefined } | undefined;
}

/** What the top bar says about the agent. */
export function presenceView(me: DeskMe): PresenceView {
  const state = agentState(me.presence, me.activity);
  const pending = me.pending === undefined ? undefined : { presence: me.pending, reason: me.pending_reason };
  return { state, since: me.since, reason: state === "not_ready" ? me.reason : undefined, pending };
}

/** What F2 does: away needs a reason, so it opens the list; everything else is "ready". */
export function presenceToggle(me: DeskMe): "choose" | "ready" {
  return me.presence === "ready" && me.pending === undefined ? "choose" : "ready";
}

const classes = ["break", "training", "other", "unpaid"];

export interface ReasonGroup<T> {
  class: string;
  reasons: T[];
}

/** The not-ready reasons under their classes, breaks first; unknown classes last. */
export function byClass<T extends NotReadyChoice>(reasons: readonly T[]): ReasonGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const reason of reasons) {
    const members = groups.get(reason.class);
    if (members === undefined) groups.set(reason.class, [reason]);
    else members.push(reason);
  }
  const place = (name: string) => (classes.indexOf(name) + classes.length + 1) % (classes.length + 1);
  return [...groups]
    .map(([name, members]) => ({ class: name, reasons: members }))
    .sort((a, b) => place(a.class) - place(b.class));
}

/** Reasons that the system gives and that want an explanation in the middle of the desk. */
export const explained = ["no_answer", "disconnected", "signed_in", "forced"] as const;

export function explainedReason(me: DeskMe): (typeof explained)[number] | undefined {
  return me.presence === "not_ready" ? explained.find((reason) => reason === me.reason) : undefined;
}
