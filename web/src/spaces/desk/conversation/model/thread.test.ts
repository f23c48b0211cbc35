import { expect, it } from "vitest";
import type { ChatMessage } from "../../../../live/topics.ts";
import type { Outgoing } from "./outbox.ts";
import { itemsOf, reachOf, remember, tail, unsaid, voiceOf } from "./thread.ts";

function message(number: number, more: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: `id${number}`,
    number,
    client: `client${number}`,
    author: "customer",
    kind: "text",
    sent: number * 1e6,
    ...more,
  };
}

function known(...numbers: number[]): Map<number, ChatMessage> {
  const map = new Map<number, ChatMessage>();
  remember(
    map,
    numbers.map((number) => message(number)),
  );
  return map;
}

const numbers = (messages: readonly ChatMessage[]) => messages.map(({ number }) => number);

it("puts live messages and older pages in order, each once", () => {
  const map = known(5, 4);
  remember(map, [message(2), message(3), message(4, { text: "newer" })]);
  expect(numbers(tail(map))).toEqual([2, 3, 4, 5]);
  expect(tail(map)[2]?.text).toBe("newer");
});

it("shows nothing behind a gap until it is read", () => {
  const map = known(1, 2, 3, 300, 301);
  expect(numbers(tail(map))).toEqual([300, 301]);
  remember(
    map,
    Array.from({ length: 296 }, (_, at) => message(at + 4)),
  );
  expect(tail(map)).toHaveLength(301);
  expect(tail(new Map())).toEqual([]);
});

it("shows what is on its way until it has come, by the sender's id and the sender", () => {
  const out = (client: string): Outgoing => ({ client, text: "", note: false, at: 0, state: "sending" });
  const outgoing = [out("a"), out("b")];
  const messages = [
    message(1, { author: "agent", agent: "me", client: "a" }),
    message(2, { author: "agent", agent: "other", client: "b" }),
    message(3, { client: "b" }),
  ];
  expect(unsaid(outgoing, messages, "me").map(({ client }) => client)).toEqual(["b"]);
});

it("tells the voices apart, a colleague's note above all", () => {
  expect(voiceOf(message(1), "me")).toBe("customer");
  expect(voiceOf(message(1, { author: "automatic" }), "me")).toBe("machine");
  expect(voiceOf(message(1, { author: "agent", agent: "me" }), "me")).toBe("me");
  expect(voiceOf(message(1, { author: "agent", agent: "luis" }), "me")).toBe("colleague");
  expect(voiceOf(message(1, { author: "agent", agent: "me", kind: "note" }), "me")).toBe("note");
});

it("begins each day with a line, and a name where the voice or much time changes", () => {
  const items = itemsOf(
    [
      message(1),
      message(2),
      message(3, { author: "agent", agent: "me" }),
      message(4, { author: "agent", agent: "luis" }),
      message(5, { author: "agent", agent: "luis", sent: 400e6 }),
      message(6, { author: "agent", agent: "luis", sent: 90_000e6 }),
    ],
    "me",
    (at) => (at < 86_400e6 ? "first" : "second"),
  );
  expect(
    items.map((item) => (item.kind === "day" ? item.key : `${item.message.number} ${item.first}`)),
  ).toEqual(["day first", "1 true", "2 false", "3 true", "4 true", "5 true", "day second", "6 true"]);
});

it("knows how far a message of ours came", () => {
  expect([1, 2, 3].map((number) => reachOf({ number }, 2, 1))).toEqual(["read", "delivered", "sent"]);
  expect(reachOf({ number: 1 })).toBe("sent");
  expect(reachOf({ number: 1, delivered: 5 })).toBe("delivered");
  expect(reachOf({ number: 1, delivered: 5, read: 6 })).toBe("read");
});
