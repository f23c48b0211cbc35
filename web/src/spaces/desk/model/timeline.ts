// A contact's past in words that fit a line.

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "2 days ago", "3 min. ago": the largest unit that has passed, in the language's short form. */
export function ago(language: string, then_us: number, now_us: number): string {
  const seconds = Math.max(0, (now_us - then_us) / 1_000_000);
  const format = new Intl.RelativeTimeFormat(language, { style: "short", numeric: "auto" });
  for (const [unit, length] of units) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  }
  return format.format(0, "minute");
}

/** The kinds of events on a timeline that have words; any other is left out. */
export const eventKinds = [
  "issued",
  "called",
  "recalled",
  "begun",
  "released",
  "described",
  "no_show",
  "left",
  "closed_out",
  "redirected",
  "failed",
  "parked",
  "resumed",
  "transferred",
  "queued",
  "returned",
  "deferred",
  "reprioritised",
  "declined",
  "no_answer",
  "next_service",
  "identified",
  "opened",
  "assigned",
  "message_left",
  "message_queued",
  "taken_up",
  "rated",
] as const;

export type EventKind = (typeof eventKinds)[number];

export function isEventKind(kind: string): kind is EventKind {
  return eventKinds.includes(kind as EventKind);
}

export interface EventDetail {
  counter?: string | undefined;
  service?: string | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  note?: string | undefined;
}

interface Decided {
  work: string;
  leg: number;
  agent: string;
}

/** Each decision once: an offer and its acceptance tell the same one. */
export function eachOnce<T extends Decided>(decisions: readonly T[]): T[] {
  const seen = new Set<string>();
  return decisions.filter(({ work, leg, agent }) => {
    const key = `${work} ${leg} ${agent}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What an event's free document says that a screen can name. */
export function detailOf(doc: { [key: string]: unknown } | undefined): EventDetail {
  const text = (key: string) => (typeof doc?.[key] === "string" ? (doc[key] as string) : undefined);
  return {
    counter: text("counter"),
    service: text("service"),
    queue: text("queue"),
    agent: text("agent"),
    note: text("note") ?? text("detail"),
  };
}
