import { describe, expect, it } from "vitest";
import { Outbox, type Pending } from "./outbox.ts";
import { Away, type Message, Refused } from "./wire.ts";

interface Call {
  pending: Pending;
  answer: (message?: Message) => Promise<void>;
  refuse: (error: unknown) => Promise<void>;
}

/** An outbox whose server and clock are in the test's hands. */
function rig() {
  const calls: Call[] = [];
  const sent: string[] = [];
  const later: { run: () => void; wait_ms: number }[] = [];
  const outbox = new Outbox({
    send: (pending) =>
      new Promise((resolve, reject) => {
        calls.push({
          pending,
          answer: async (message) => {
            resolve(message ?? ({} as Message));
            await settled();
          },
          refuse: async (error) => {
            reject(error);
            await settled();
          },
        });
      }),
    onSent: (_, { client }) => sent.push(client),
    onChange: () => {},
    later: (run, wait_ms) => later.push({ run, wait_ms }),
  });
  const add = (client: string) => outbox.add({ client, text: client, at_ms: 0, state: "sending" });
  const last = () => calls.at(-1) as Call;
  return { outbox, calls, sent, later, add, last };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

const refused = (code: string, wait_s = 0) => new Refused({ code }, wait_s);

describe("the outbox", () => {
  it("sends one after the other, in the order they were written", async () => {
    const { add, last, calls, sent, outbox } = rig();
    add("a");
    add("b");
    expect(calls).toHaveLength(1);
    await last().answer();
    expect(last().pending.client).toBe("b");
    await last().answer();
    expect(sent).toEqual(["a", "b"]);
    expect(outbox.items).toEqual([]);
  });

  it("sends the same again after a lost answer, later each time, and at once when the line is back", async () => {
    const { add, last, calls, later, outbox, sent } = rig();
    add("a");
    await last().refuse(new Away());
    await settled();
    expect(outbox.items[0]?.state).toBe("sending");
    later[0]?.run();
    expect(calls).toHaveLength(2);
    await last().refuse(new Away());
    expect(later.map(({ wait_ms }) => wait_ms)).toEqual([1_000, 2_000]);
    outbox.flush();
    expect(calls.map(({ pending }) => pending.client)).toEqual(["a", "a", "a"]);
    later[1]?.run(); // too late: it is on its way
    expect(calls).toHaveLength(3);
    await last().answer();
    expect(sent).toEqual(["a"]);
  });

  it("waits as long as it is told to", async () => {
    const { add, last, later, outbox } = rig();
    add("a");
    await last().refuse(refused("throttled", 7));
    expect(later[0]?.wait_ms).toBe(7_000);
    expect(outbox.items[0]?.why).toBeInstanceOf(Refused);
  });

  it("keeps what was refused until the customer decides, and goes on with the rest", async () => {
    const { add, last, outbox, sent } = rig();
    add("a");
    add("b");
    await last().refuse(refused("too_large"));
    expect(outbox.items.map(({ state }) => state)).toEqual(["failed", "sending"]);
    await last().answer();
    outbox.retry("a");
    expect(last().pending.client).toBe("a");
    await last().answer();
    expect(sent).toEqual(["b", "a"]);
  });

  it("takes the same message once, and forgets what was taken back", async () => {
    const { add, last, calls, outbox, sent } = rig();
    add("a");
    add("a");
    expect(outbox.items).toHaveLength(1);
    const first = last();
    outbox.drop("a");
    add("b");
    expect(last().pending.client).toBe("b");
    await first.refuse(new Away()); // of what is not wanted any more
    expect(calls).toHaveLength(2);
    await last().answer();
    expect(sent).toEqual(["b"]);
  });
});
