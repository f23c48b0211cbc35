import { describe, expect, it, vi } from "vitest";
import { Thread } from "./thread.ts";
import { Away, type Conversation, type Message, Refused, type Wire } from "./wire.ts";

function message(number: number, more: Partial<Message> = {}): Message {
  return {
    id: "",
    number,
    client: `c${number}`,
    author: "agent",
    kind: "text",
    sent: number,
    text: `t${number}`,
    ...more,
  };
}

function conversation(messages: Message[], more: Partial<Conversation> = {}): Conversation {
  return { token: "chat_x", state: "active", language: "en", opened: 1, transcript: "/t", messages, ...more };
}

function rig(wire: Partial<Wire>) {
  const onGone = vi.fn();
  const thread = new Thread({
    wire: { server: "https://a.example", ...wire } as Wire,
    token: "chat_x",
    onChange: () => {},
    onOpen: () => {},
    onGone,
  });
  return { thread, onGone };
}

describe("a conversation as the server tells it", () => {
  it("is in order, however it came", () => {
    const { thread } = rig({});
    thread.take(conversation([message(3), message(4)]));
    thread.add([message(1), message(4, { text: "the same once more" })]);
    expect(thread.messages.map(({ number }) => number)).toEqual([1, 3, 4]);
    expect(thread.newest).toBe(4);
    expect(thread.transcript).toBe("https://a.example/t");
  });

  it("reads what is older page by page, to the first word", async () => {
    const newest = Array.from({ length: 200 }, (_, i) => message(i + 61));
    const older = vi.fn(async (_: string, before: number) => ({
      messages: Array.from({ length: Math.min(50, before - 1) }, (_, i) =>
        message(Math.max(1, before - 50) + i),
      ),
    }));
    const { thread } = rig({ older });
    thread.take(conversation(newest));
    expect(thread.hasOlder).toBe(true);
    await thread.loadOlder();
    expect(thread.messages[0]?.number).toBe(11);
    await thread.loadOlder();
    expect(older.mock.calls.map(([, before]) => before)).toEqual([61, 11]);
    expect(thread.messages).toHaveLength(260);
    expect(thread.hasOlder).toBe(false);
  });

  it("knows how far one's own messages are, and who has it", () => {
    const { thread } = rig({});
    const own = { author: "customer" as const };
    thread.take(
      conversation([
        message(1, { ...own, delivered: 5, read: 6 }),
        message(2, { ...own, delivered: 5 }),
        message(3, own),
        message(4, { by: "Natalia" }),
      ]),
    );
    expect(thread.standing).toMatchObject({ delivered: 2, read: 1 });
    expect(thread.agent).toBe("Natalia");
    thread.take(conversation([], { state: "active", agent: "Andrea" }));
    expect(thread.agent).toBe("Andrea");
  });

  it("tells marks once, and again when they got lost", async () => {
    const mark = vi.fn(async (..._: unknown[]): Promise<void> => {});
    const { thread } = rig({ mark });
    mark.mockRejectedValueOnce(new Away());
    await thread.mark(3, 1);
    await thread.mark(3, 1);
    await thread.mark(3, 1);
    await thread.mark(3, 3);
    expect(mark.mock.calls.map(([, marks]) => marks)).toEqual([
      { delivered: 3, read: 1 },
      { delivered: 3, read: 1 },
      { delivered: 3, read: 3 },
    ]);
  });

  it("is gone only when the server says so", async () => {
    const get = vi.fn(async (): Promise<Conversation> => {
      throw new Away();
    });
    const { thread, onGone } = rig({ get });
    await thread.load();
    expect(onGone).not.toHaveBeenCalled();
    get.mockRejectedValueOnce(new Refused({ code: "not_found" }));
    await thread.load();
    expect(onGone).toHaveBeenCalledOnce();
  });
});
