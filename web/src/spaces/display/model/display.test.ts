import { describe, expect, it } from "vitest";
import { Announcer, type Voices } from "./announcer.ts";
import { boardOf, type Call, nextOf, noticesOf, spokenTicket } from "./board.ts";
import { CallQueue } from "./callQueue.ts";

const second = 1_000_000;
const now = 1_000 * second;
const call = (ticket: string, more: Partial<Call> = {}): Call => ({
  ticket,
  counter: "3",
  at: now,
  language: "es",
  state: "called",
  ...more,
});
const drain = (queue: CallQueue) => {
  const tickets: string[] = [];
  for (let next = queue.next(); next !== undefined; next = queue.next()) tickets.push(next.ticket);
  return tickets;
};

describe("the board", () => {
  it("has the newest call large and the last five below it", () => {
    const calls = ["A-001", "A-002", "A-003", "A-004", "A-005", "A-006", "A-007"];
    const board = boardOf(calls.map((ticket, index) => call(ticket, { at: now + index })));
    expect(board.newest?.ticket).toBe("A-007");
    expect(board.last.map((each) => each.ticket)).toEqual(["A-006", "A-005", "A-004", "A-003", "A-002"]);
    expect(boardOf([])).toEqual({ newest: undefined, last: [] });
  });

  it("has the next in line by their place, and the notices in their order", () => {
    const next = (ticket: string, place: number) => ({ ticket, place, service: "care" });
    const rows = [next("B-001", 2), next("A-002", 1), next("A-001", 1), next("A-003", 3)];
    expect(nextOf(rows, 3).map((each) => each.ticket)).toEqual(["A-001", "A-002", "B-001"]);
    const notice = (order: number) => ({ order, text: {} });
    expect(noticesOf([notice(2), notice(1)]).map((each) => each.order)).toEqual([1, 2]);
  });

  it.each([
    ["A-014", "A 14"],
    ["AB-007", "A B 7"],
    ["C-120", "C 120"],
    ["V-1000", "V 1000"],
  ])("reads %s as %s", (label, spoken) => {
    expect(spokenTicket(label)).toBe(spoken);
  });
});

describe("the calls to announce", () => {
  it("are each announced once, in the order they were made", () => {
    const queue = new CallQueue();
    queue.update([], now);
    queue.update([call("A-002", { at: now + 2 }), call("A-001", { at: now + 1 })], now);
    queue.update([call("A-002", { at: now + 2 }), call("A-001", { at: now + 1 })], now);
    expect(drain(queue)).toEqual(["A-001", "A-002"]);
    queue.update([call("A-002", { at: now + 2 }), call("A-001", { at: now + 1 })], now);
    expect(drain(queue)).toEqual([]);
  });

  it("do not begin with what is long past", () => {
    const queue = new CallQueue();
    queue.update([call("A-001", { at: now - 16 * second }), call("A-002", { at: now - 5 * second })], now);
    expect(drain(queue)).toEqual(["A-002"]);
  });

  it("are those made while the connection was away, unless too old", () => {
    const queue = new CallQueue();
    queue.update([], now);
    queue.update([call("A-001", { at: now - 61 * second }), call("A-002", { at: now - 30 * second })], now);
    expect(drain(queue)).toEqual(["A-002"]);
  });

  it("have a recall again, however the clocks stand", () => {
    const queue = new CallQueue();
    queue.update([call("A-001")], now);
    expect(drain(queue)).toEqual(["A-001"]);
    queue.update([call("A-001", { recall: 1 })], now + 300 * second);
    expect(drain(queue)).toEqual(["A-001"]);
  });

  it("have a recall once while the call itself still waits", () => {
    const queue = new CallQueue();
    queue.update([], now);
    queue.update([call("A-001")], now);
    queue.update([call("A-001", { recall: 1 })], now);
    expect(drain(queue)).toEqual(["A-001"]);
  });

  it("leave out a visitor who has come meanwhile", () => {
    const queue = new CallQueue();
    queue.update([], now);
    queue.update([call("A-001"), call("A-002", { at: now + 1 })], now);
    queue.update([call("A-001", { state: "serving" }), call("A-002", { at: now + 1 })], now);
    expect(drain(queue)).toEqual(["A-002"]);
  });

  it("have the same number again the next day", () => {
    const queue = new CallQueue();
    queue.update([call("A-001")], now);
    drain(queue);
    queue.update([], now);
    queue.update([call("A-001", { at: now + 60 * second })], now + 60 * second);
    expect(drain(queue)).toEqual(["A-001"]);
  });
});

/** Voices that write down what happens. */
function record(): { log: string[]; voices: Voices } {
  const log: string[] = [];
  const voices: Voices = {
    chime: async () => void log.push("chime"),
    speak: async (said, language) => void log.push(`${said.ticket} in ${language}`),
    wait: async (ms) => void log.push(`wait ${ms}`),
    show: (shown) => void log.push(`show ${shown?.ticket ?? "board"}`),
  };
  return { log, voices };
}

describe("the announcer", () => {
  it("fills the screen for 3 s, chimes, and speaks the visitor's language first, then the others", async () => {
    const { log, voices } = record();
    const queue = new CallQueue();
    const announcer = new Announcer(queue, voices);
    announcer.languages = ["en", "es"];
    queue.update([call("A-001")], now);
    await announcer.run();
    expect(log).toEqual([
      "show A-001",
      "wait 3000",
      "chime",
      "A-001 in es",
      "show board",
      "A-001 in en",
      "show board",
    ]);
  });

  it("goes straight to the next call while others wait, each in its visitor's language", async () => {
    const { log, voices } = record();
    const queue = new CallQueue();
    const announcer = new Announcer(queue, voices);
    announcer.languages = ["es", "en"];
    queue.update([call("A-001"), call("A-002", { at: now + 1, language: "en" })], now);
    await announcer.run();
    expect(log.filter((entry) => entry.includes(" in "))).toEqual([
      "A-001 in es",
      "A-002 in en",
      "A-002 in es",
    ]);
    expect(log.slice(0, 5)).toEqual(["show A-001", "wait 3000", "chime", "A-001 in es", "show A-002"]);
  });

  it("announces one at a time, also those that come meanwhile", async () => {
    const { log, voices } = record();
    const queue = new CallQueue();
    const announcer = new Announcer(queue, voices);
    announcer.languages = ["es"];
    queue.update([call("A-001")], now);
    const running = announcer.run();
    queue.update([call("A-001"), call("A-002", { at: now + 1 })], now);
    await announcer.run(); // it runs already: nothing to do here
    await running;
    expect(log.filter((entry) => entry.startsWith("show A"))).toEqual(["show A-001", "show A-002"]);
  });
});
