import type { components } from "../../../api/schema.gen.ts";
import type { TurnRows } from "../../../live/topics.ts";

export type Page = components["schemas"]["Turn"];
export type Row = TurnRows["turn"];
export type TurnState = Page["state"];

/** The states in which the visit still goes on. */
const going: readonly TurnState[] = ["waiting", "called", "serving", "parked"];

/** What the visitor sees: the page as it was opened, and what the feed says since. */
export interface View {
  label: string;
  state: TurnState;
  /** People before the visitor; undefined where it is not known. */
  ahead?: number | undefined;
  /** Expected wait (µs) from now; undefined where there is no value. */
  expected?: number | undefined;
  /** Since when they wait in this line (µs). */
  since: number;
  counter?: string | undefined;
  /** Of the last call (µs). */
  called?: number | undefined;
  canDefer: boolean;
  over: boolean;
}

export function viewOf(page: Page, row: Row | undefined): View {
  const state = (row?.state ?? page.state) as TurnState;
  const waiting = state === "waiting";
  const place = row?.place ?? 0;
  return {
    label: page.label,
    state,
    ahead: waiting ? (row?.ahead ?? (place > 0 ? place - 1 : undefined)) : undefined,
    expected: waiting && row?.expected !== undefined && row.expected >= 0 ? row.expected : undefined,
    since: row?.queued ?? page.arrived,
    counter: row?.counter || page.counter || undefined,
    called: row?.called,
    canDefer: waiting && (row ?? page).can_defer,
    over: !going.includes(state),
  };
}

const shareMost = 0.98;

/**
 * How much of the wait is over, 0–1: by time where that can be told, else by the
 * people before the visitor, of whom there were `most` at first. Undefined where
 * nobody can say.
 */
export function shareOf(view: View, now_us: number, most: number): number | undefined {
  if (view.state !== "waiting") return undefined;
  if (view.expected !== undefined) {
    const waited = Math.max(0, now_us - view.since);
    return Math.min(shareMost, waited / Math.max(1, waited + view.expected));
  }
  if (view.ahead === undefined) return undefined;
  return Math.min(shareMost, 1 - view.ahead / (most + 1));
}

/** What tells one call from another: a recall is a call. */
export function callOf(view: View): string | undefined {
  return view.state === "called" ? `${view.label} ${view.counter ?? ""} ${view.called ?? 0}` : undefined;
}
