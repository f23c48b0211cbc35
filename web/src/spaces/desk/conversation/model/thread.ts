import type { ChatMessage } from "../../../../live/topics.ts";
import type { Outgoing } from "./outbox.ts";

// What was said, from the newest back: the live rows, older pages, and what is
// still on its way. Pure, so that it can be tested without a screen.

/** Adds messages to those that are known, by number. Marks may be newer: the last one wins. */
export function remember(known: Map<number, ChatMessage>, more: readonly ChatMessage[]): void {
  for (const message of more) known.set(message.number, message);
}

/**
 * The messages from the newest back to the first that is missing, in order. What
 * lies behind a gap (hundreds came while the connection was lost) is shown once
 * the gap has been read.
 */
export function tail(known: ReadonlyMap<number, ChatMessage>): ChatMessage[] {
  const found: ChatMessage[] = [];
  let number = 0;
  for (const each of known.keys()) number = Math.max(number, each);
  for (let message = known.get(number); message !== undefined; message = known.get(--number)) {
    found.push(message);
  }
  return found.reverse();
}

/** What is still on its way and not among the messages: they are known by the id their sender gave. */
export function unsaid(
  outgoing: readonly Outgoing[],
  messages: readonly ChatMessage[],
  me: string,
): readonly Outgoing[] {
  if (outgoing.length === 0) return outgoing;
  const said = new Set(messages.filter((message) => message.agent === me).map((message) => message.client));
  return outgoing.filter(({ client }) => !said.has(client));
}

export type Voice = "customer" | "me" | "colleague" | "machine" | "note";

/** Whose voice a message is, for the reader `me`. */
export function voiceOf(message: Pick<ChatMessage, "author" | "kind" | "agent">, me: string): Voice {
  if (message.kind === "note") return "note";
  if (message.author === "customer") return "customer";
  if (message.author === "automatic") return "machine";
  return message.agent === me ? "me" : "colleague";
}

export type Item =
  | { kind: "day"; key: string; at: number }
  | { kind: "message"; key: string; message: ChatMessage; voice: Voice; first: boolean };

// Messages of one voice that come closer than this stand under one name and time (µs).
const together_us = 300_000_000;

/** The messages as they stand on the screen: a line for each new day, and a name where the voice changes. */
export function itemsOf(
  messages: readonly ChatMessage[],
  me: string,
  dayOf: (instant_us: number) => string,
): Item[] {
  const items: Item[] = [];
  let day = "";
  let before: ChatMessage | undefined;
  for (const message of messages) {
    const today = dayOf(message.sent);
    if (today !== day) {
      items.push({ kind: "day", key: `day ${today}`, at: message.sent });
      before = undefined;
    }
    day = today;
    const voice = voiceOf(message, me);
    const goesOn =
      before !== undefined &&
      voiceOf(before, me) === voice &&
      before.agent === message.agent &&
      message.sent - before.sent < together_us;
    items.push({ kind: "message", key: `${message.number}`, message, voice, first: !goesOn });
    before = message;
  }
  return items;
}

/**
 * How far a message of ours has come: the numbers are up to where the customer has
 * got and seen; of a conversation of the past each message says it itself.
 */
export function reachOf(
  message: Pick<ChatMessage, "number" | "delivered" | "read">,
  delivered = 0,
  read = 0,
): "sent" | "delivered" | "read" {
  if (message.number <= read || message.read) return "read";
  return message.number <= delivered || message.delivered ? "delivered" : "sent";
}
