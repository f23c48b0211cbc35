import type { components } from "../../api/schema.gen.ts";

export type Event = components["schemas"]["Event"];

/** The kinds of events that have words of their own. */
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

export function isKnown(kind: string): kind is EventKind {
  return eventKinds.includes(kind as EventKind);
}

/** What an event says beside its kind, as the branch's channel writes it. */
export interface EventDoc {
  label?: string;
  service?: string;
  queue?: string;
  agent?: string;
  counter?: string;
  cause?: string;
  detail?: string;
  note?: string;
  reason?: string;
  outcome?: string;
  place?: number;
  priority?: number;
  until?: number;
  late?: boolean;
}

/** The parts of an event's document that have the right form; the rest is left out. */
export function docOf(event: Event): EventDoc {
  const doc: Record<string, unknown> = {};
  const wanted: Record<keyof EventDoc, string> = {
    label: "string",
    service: "string",
    queue: "string",
    agent: "string",
    counter: "string",
    cause: "string",
    detail: "string",
    note: "string",
    reason: "string",
    outcome: "string",
    place: "number",
    priority: "number",
    until: "number",
    late: "boolean",
  };
  for (const [key, type] of Object.entries(wanted)) {
    const value = event.doc?.[key];
    if (typeof value === type && value !== "") doc[key] = value;
  }
  return doc as EventDoc;
}

const parties = ["customer", "agent", "supervisor", "system"] as const;

/** Who did it: one of the parties without a name, or a user's id. */
export function actorOf(event: Event): { party: (typeof parties)[number] } | { person: string } | undefined {
  if (!event.actor) return undefined;
  const party = parties.find((candidate) => candidate === event.actor);
  return party === undefined ? { person: event.actor } : { party };
}
