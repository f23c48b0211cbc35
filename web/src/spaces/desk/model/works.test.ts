import { describe, expect, it } from "vitest";
import type { DeskWork } from "../../../live/topics.ts";
import {
  actsOf,
  besideWork,
  callsMissing,
  firstAside,
  inContact,
  leaving,
  nameOf,
  openOffer,
  openWork,
  orderWorks,
  titleOf,
  visitSteps,
  waitedUntil,
  workKey,
} from "./works.ts";

function work(id: string, state: DeskWork["state"], more: Partial<DeskWork> = {}): DeskWork {
  const row = { work: id, contact: `c${id}`, channel: "visit", state, queue: "care", site: "mixco" };
  return {
    ...row,
    ticket: `A-00${id}`,
    arrived: 0,
    queued: 0,
    since: 0,
    threshold: 900e6,
    leg: 1,
    priority: 0,
    stage: 0,
    ...more,
  };
}

describe("what is in hand", () => {
  it("puts the customer who stands there first, and what is set aside last", () => {
    const rows = [
      work("1", "parked"),
      work("2", "wrap_up"),
      work("3", "offered"),
      work("4", "serving", { since: 9 }),
      work("5", "serving", { since: 5 }),
      work("6", "called"),
    ];
    expect(orderWorks(rows).map((row) => row.work)).toEqual(["5", "4", "6", "3", "2", "1"]);
  });

  it("opens what was chosen while it is there, else what wants something", () => {
    const rows = [work("1", "wrap_up"), work("2", "serving")];
    expect(openWork(rows, undefined)?.work).toBe("2");
    expect(openWork(rows, workKey(work("1", "wrap_up")))?.work).toBe("1");
    expect(openWork(rows, "gone")?.work).toBe("2");
  });

  it("stays with a work when its service ends and the wrap-up begins", () => {
    const rows = [work("1", "wrap_up"), work("2", "serving")];
    expect(openWork(rows, "1")?.state).toBe("wrap_up");
  });

  it("tells a work that came back from its own wrap-up", () => {
    const rows = [work("1", "wrap_up"), work("1", "called")];
    expect(openWork(rows, "1")?.state).toBe("called");
    expect(openWork(rows, "1/wrap-up")?.state).toBe("wrap_up");
  });

  it("never opens an offer, and what is set aside only when it was chosen", () => {
    const rows = [work("1", "parked", { since: 2 }), work("2", "offered"), work("3", "parked", { since: 1 })];
    expect(openWork(rows, undefined)).toBeUndefined();
    expect(openWork(rows, "1")?.work).toBe("1");
    expect(openWork(rows, "2")).toBeUndefined();
    expect(firstAside(rows)?.work).toBe("3");
  });

  it("answers the oldest offer first", () => {
    expect(openOffer([work("1", "offered", { since: 2 }), work("2", "offered", { since: 1 })])?.work).toBe(
      "2",
    );
    expect(openOffer([work("1", "serving")])).toBeUndefined();
  });

  it("keeps conversations behind the visitor, in the order in which they came", () => {
    const chat = (id: string, more: Partial<DeskWork>) => work(id, "serving", { channel: "chat", ...more });
    const rows = [
      chat("1", { queued: 2, since: 9 }),
      chat("2", { queued: 1, since: 50 }),
      work("3", "serving", { since: 99 }),
    ];
    expect(orderWorks(rows).map((row) => row.work)).toEqual(["3", "2", "1"]);
    expect(orderWorks([...rows, work("4", "called")])[1]?.work).toBe("4");
  });

  it("stays with a conversation that is shown until a visitor comes", () => {
    const chat = (id: string, queued: number) => work(id, "serving", { channel: "chat", queued });
    const rows = [chat("1", 1), chat("2", 2)];
    expect(openWork(rows, undefined, "2")?.work).toBe("2");
    expect(openWork(rows, undefined, "gone")?.work).toBe("1");
    expect(openWork(rows, "1", "2")?.work).toBe("1");
    expect(openWork([...rows, work("3", "called")], undefined, "2")?.work).toBe("3");
    expect(openWork([...rows, work("3", "wrap_up")], undefined, "2")?.work).toBe("2");
    expect(openWork([work("1", "parked", { channel: "chat" })], undefined, "1")).toBeUndefined();
  });

  it("goes from work to work, round, and never to an offer", () => {
    const rows = [work("1", "serving"), work("2", "offered"), work("3", "wrap_up"), work("4", "parked")];
    expect(besideWork(rows, rows[0], 1)?.work).toBe("3");
    expect(besideWork(rows, rows[3], 1)?.work).toBe("1");
    expect(besideWork(rows, rows[0], -1)?.work).toBe("4");
    expect(besideWork(rows, undefined, 1)?.work).toBe("1");
    expect(besideWork([work("2", "offered")], undefined, 1)).toBeUndefined();
  });

  it("names a work once, by its ticket and who it is", () => {
    expect(nameOf(work("1", "serving", { customer_name: "Luis" }), "Visit")).toBe("A-001 · Luis");
    expect(nameOf(work("1", "serving", { ticket: "Luis", customer_name: "Luis" }), "Chat")).toBe("Luis");
    const { ticket: _, ...nameless } = work("1", "serving");
    expect(nameOf(nameless, "Chat")).toBe("Chat");
  });

  it("gives back what is in hand or set aside when the agent leaves", () => {
    const rows = [work("1", "parked"), work("2", "wrap_up"), work("3", "offered"), work("4", "serving")];
    expect(leaving(rows)).toBe(2);
  });

  it("asks before the tab is closed only while somebody would be left alone", () => {
    expect(inContact([work("1", "parked"), work("2", "wrap_up"), work("3", "offered")])).toBe(false);
    for (const state of ["called", "serving", "held"] as const)
      expect(inContact([work("1", state)])).toBe(true);
  });
});

describe("the steps of a visit", () => {
  it.each([
    ["called", "done now todo"],
    ["serving", "done done now"],
    ["offered", "now todo todo"],
    ["parked", "done now todo"],
  ] as const)("%s is %s", (state, steps) => {
    expect(
      visitSteps(work("1", state))
        .map((step) => step.state)
        .join(" "),
    ).toBe(steps);
  });

  it("tells a visitor who was served from one who did not come", () => {
    const states = (more: Partial<DeskWork>) =>
      visitSteps(work("1", "wrap_up", more)).map((step) => step.state);
    expect(states({ called: 5, answered: 5 })).toEqual(["done", "done", "done"]);
    expect(states({ called: 5 })).toEqual(["done", "missed", "done"]);
  });

  it("remembers that a visitor set aside had been here", () => {
    const steps = visitSteps(work("1", "parked", { called: 5, answered: 7 }));
    expect(steps.map((step) => step.at)).toEqual([5, 7, undefined]);
    expect(steps[2]?.state).toBe("now");
  });
});

describe("what may be done", () => {
  it("says a no-show only after enough calls", () => {
    expect(callsMissing(work("1", "called", { recalls_min: 2 }))).toBe(2);
    expect(callsMissing(work("1", "called", { recalls_min: 2, recalls: 3 }))).toBe(0);
    expect(actsOf(work("1", "called"))).toContain("noShow");
    expect(actsOf(work("1", "serving"))).not.toContain("noShow");
  });

  it("has steps of a visit for visits only", () => {
    expect(actsOf(work("1", "called", { channel: "voice" }))).not.toContain("recall");
    expect(actsOf(work("1", "serving", { channel: "chat" }))).not.toContain("nextService");
  });

  it("lengthens a wrap-up only when the server says so", () => {
    expect(actsOf(work("1", "wrap_up"))).toEqual(["finish"]);
    expect(actsOf(work("1", "wrap_up", { can_extend: true }))).toEqual(["finish", "extend"]);
  });
});

it("ends the wait with the call, and not while it is only offered", () => {
  expect(waitedUntil(work("1", "called", { called: 5, since: 6 }))).toBe(5);
  expect(waitedUntil(work("1", "serving", { answered: 7 }))).toBe(7);
  expect(waitedUntil(work("1", "offered", { since: 6 }))).toBeUndefined();
});

it("names the tab after who waits, else after who is served", () => {
  expect(titleOf([work("1", "serving"), work("2", "offered")], "waits", "Desk")).toBe("A-002 waits · Desk");
  expect(titleOf([work("1", "serving")], "waits", "Desk")).toBe("A-001 · Desk");
  expect(titleOf([], "waits", "Desk")).toBe("Desk");
  const unread = work("1", "serving", { unread: 2 });
  expect(titleOf([unread, work("2", "parked", { unread: 1 })], "waits", "Desk")).toBe("(3) A-001 · Desk");
});
