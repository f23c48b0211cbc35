import { describe, expect, it } from "vitest";
import { formatFor } from "../../i18n/useFormat.ts";
import { writeValue } from "../../kit/counted/value.ts";
import type { AlertRow, DayFigures, FloorAgent, FloorQueue, FloorWaiting } from "../../live/topics.ts";
import { compareAgents, countStates, everyAgent, filterAgents, teamsOf } from "./agents.ts";
import { firstWaiting, hintsOf, ringing, sitesAtWork } from "./alerts/alerts.ts";
import { decisionsOf } from "./decisions.ts";
import { candidatesFor } from "./dialogs/assign.ts";
import { keepOrder } from "./order.ts";
import { numberOf, standing } from "./value.ts";
import { compareWaiting, filterWaiting, queueId } from "./waiting.ts";

const s = 1_000_000;

function agent(name: string, fields: Partial<FloorAgent> = {}): FloorAgent {
  return {
    agent: name.toLowerCase(),
    name,
    site: "a",
    profile: "p",
    presence: "ready",
    activity: "idle",
    since: 0,
    connected: true,
    ...fields,
  };
}

function day(handled: number): DayFigures {
  const none = { value: null, num: 0, den: 0 };
  return { handled, aht: none, occupancy: none, service_level: none };
}

function queue(name: string, fields: Partial<FloorQueue> = {}): FloorQueue {
  return {
    queue: name,
    site: "a",
    channel: "visit",
    open: true,
    waiting: 0,
    threshold: 100 * s,
    goal: 0.8,
    kpi: {},
    offered: 0,
    handled: 0,
    abandoned: 0,
    no_show: 0,
    ready: 0,
    engaged: 1,
    not_ready: 0,
    ...fields,
  };
}

describe("an order", () => {
  const byAge = (a: number, b: number) => a - b;
  const rows = (ages: Record<string, number>) => new Map(Object.entries(ages));

  it("begins sorted", () => {
    expect(keepOrder([], rows({ x: 3, y: 1, z: 2 }), byAge)).toEqual(["y", "z", "x"]);
  });

  it("keeps everybody in place while their values change", () => {
    expect(keepOrder(["y", "z", "x"], rows({ x: 1, y: 9, z: 2 }), byAge)).toEqual(["y", "z", "x"]);
  });

  it("lets the gone go and puts the new where they belong", () => {
    expect(keepOrder(["a", "b", "c"], rows({ a: 1, c: 5, n: 3, last: 9 }), byAge)).toEqual([
      "a",
      "n",
      "c",
      "last",
    ]);
  });
});

describe("agents", () => {
  const agents = [
    agent("Ana Souza", { activity: "engaged", team: "red", since: 5, day: day(7) }),
    agent("Luis Pérez", { presence: "not_ready", reason: "lunch", team: "blue", since: 9 }),
    agent("Marta Ruiz", { activity: "wrap_up", team: "red", since: 1, day: day(9) }),
    agent("Zoe Díaz", { activity: "offered", since: 2 }),
  ];

  it("are counted as the server counts them: an offer makes busy", () => {
    expect(countStates(agents)).toEqual({ all: 4, ready: 0, busy: 3, not_ready: 1 });
  });

  it("are filtered by state, team and the beginning of a name without accents", () => {
    const names = (filter: Partial<typeof everyAgent>) =>
      filterAgents(agents, { ...everyAgent, ...filter }).map((one) => one.name);
    expect(names({})).toHaveLength(4);
    expect(names({ state: "busy" })).toEqual(["Ana Souza", "Marta Ruiz", "Zoe Díaz"]);
    expect(names({ team: "red" })).toEqual(["Ana Souza", "Marta Ruiz"]);
    expect(names({ text: "pere" })).toEqual(["Luis Pérez"]);
    expect(names({ text: "luis p" })).toEqual(["Luis Pérez"]);
    expect(names({ text: "uis" })).toEqual([]);
    expect(teamsOf(agents)).toEqual(["blue", "red"]);
  });

  it("are sorted by a column, and by name where it does not decide", () => {
    const sorted = (key: string, descending = false) =>
      [...agents].sort(compareAgents(key, descending)).map((one) => one.name.split(" ")[0]);
    expect(sorted("name")).toEqual(["Ana", "Luis", "Marta", "Zoe"]);
    expect(sorted("name", true)).toEqual(["Zoe", "Marta", "Luis", "Ana"]);
    expect(sorted("state")).toEqual(["Zoe", "Ana", "Marta", "Luis"]);
    expect(sorted("since", true)).toEqual(["Marta", "Zoe", "Ana", "Luis"]);
    expect(sorted("today", true)).toEqual(["Marta", "Ana", "Luis", "Zoe"]);
  });
});

describe("hints beside the alerts", () => {
  const now = 1_000 * s;
  const kinds = (queues: FloorQueue[], agents: FloorAgent[] = [], atWork = ["a"], rings: AlertRow[] = []) =>
    hintsOf(queues, agents, atWork, rings).map((hint) => [hint.kind, hint.queue?.queue ?? hint.agent?.name]);
  const rings = (more: Partial<AlertRow>) =>
    ({ id: "1", kind: "nobody_ready", queue: "q", site: "a", opened: now, ...more }) as AlertRow;

  it("are none where somebody serves and nobody waits", () => {
    expect(kinds([queue("q")])).toEqual([]);
    expect(kinds([queue("q", { open: false, engaged: 0 })])).toEqual([]);
  });

  it("tell who comes next what is wrong: too long a wait, nobody ready, closed by hand", () => {
    expect(kinds([queue("q", { expected: 100 * s })])).toEqual([]);
    expect(kinds([queue("q", { expected: 105 * s })])).toEqual([["slow", "q"]]);
    expect(kinds([queue("q", { engaged: 0, not_ready: 2 })])).toEqual([["away", "q"]]);
    expect(kinds([queue("q", { open: false, by_hand: { at: now - s } })])).toEqual([["closed", "q"]]);
    expect(kinds([queue("q", { open: true, by_hand: { at: now - s } })])).toEqual([]);
  });

  it("leave a site in peace where nobody has signed in yet", () => {
    expect(kinds([queue("q", { engaged: 0, not_ready: 2 })], [], [])).toEqual([]);
    expect(sitesAtWork([agent("A"), agent("B"), agent("C", { site: "b", presence: "offline" })])).toEqual([
      "a",
    ]);
  });

  it("say that all agents of those who wait are away, unless that rings already", () => {
    const waits = queue("q", { waiting: 2, oldest: now - s, engaged: 0, not_ready: 2 });
    expect(kinds([waits])).toEqual([["all_away", "q"]]);
    expect(kinds([waits], [], ["a"], [rings({})])).toEqual([]);
    expect(kinds([waits], [], ["a"], [rings({ site: "b" })])).toEqual([["all_away", "q"]]);
    expect(kinds([waits], [], ["a"], [rings({ kind: "longest_wait" })])).toEqual([["all_away", "q"]]);
  });

  it("name an agent who lost the connection while serving", () => {
    const agents = [agent("Ana", { connected: false, work: "w" }), agent("Luis", { connected: false })];
    expect(kinds([queue("q", { expected: 200 * s })], agents)).toEqual([
      ["disconnected", "Ana"],
      ["slow", "q"],
    ]);
  });

  it("stand below what rings, of which the newest that nobody has taken is first", () => {
    const rows = [
      rings({ id: "1", opened: 1 }),
      rings({ id: "2", opened: 3, taken_by: "laura" }),
      rings({ id: "3", opened: 2 }),
      rings({ id: "4", opened: 4, cleared: 5 }),
    ];
    expect(ringing(rows).map(({ id }) => id)).toEqual(["3", "1", "2"]);
  });
});

describe("waiting works", () => {
  const work = (id: string, queued: number, threshold: number, name = "q") =>
    ({ work: id, queue: name, site: "a", queued, threshold }) as FloorWaiting;

  it("stand in the order in which their time runs out", () => {
    const works = [work("slow", 0, 900), work("quick", 300, 20), work("next", 100, 400)];
    expect(works.sort(compareWaiting).map((one) => one.work)).toEqual(["quick", "next", "slow"]);
  });

  it("are first by queue: who has waited longest and was not set aside", () => {
    const works = [
      { ...work("aside", 1, 9), parked: true },
      work("late", 5, 9),
      work("early", 3, 9),
      work("other", 7, 9, "other"),
    ];
    const first = firstWaiting(works);
    expect(Object.fromEntries(Object.entries(first).map(([id, one]) => [id, one.work]))).toEqual({
      [queueId("q", "a")]: "early",
      [queueId("other", "a")]: "other",
    });
  });

  it("can be those of one queue at one site", () => {
    const works = [work("1", 0, 1), work("2", 0, 1, "other")];
    expect(filterWaiting(works, "")).toBe(works);
    expect(filterWaiting(works, queueId("other", "a")).map((one) => one.work)).toEqual(["2"]);
  });
});

describe("values", () => {
  const english = formatFor("en");

  it("are read from a number or a figure; nothing to divide by is no value", () => {
    expect(numberOf({ value: 0.5, num: 1, den: 2 })).toBe(0.5);
    expect(numberOf({ value: null, num: 0, den: 0 })).toBeNull();
    expect(numberOf(undefined)).toBeNull();
    expect(writeValue(english, "share", null)).toBe("–");
    expect(writeValue(english, "share", 0.0214, 1)).toBe("2.1%");
    expect(writeValue(english, "duration", 302 * s)).toBe("5:02");
    expect(writeValue(english, "per_hour", 6.25)).toBe("6.3");
  });

  it("stand against their goal, where high is good and where low is", () => {
    expect(standing(true, { value: 0.82, num: 82, den: 100, goal: 0.8 })).toBe("on_target");
    expect(standing(true, { value: 0.7, num: 7, den: 10, goal: 0.8 })).toBe("breached");
    expect(standing(false, { value: 0.06, num: 6, den: 100, goal: 0.05 })).toBe("breached");
    expect(standing(true, { value: null, num: 0, den: 0, goal: 0.8 })).toBeUndefined();
    expect(standing(true, { value: 0.7, num: 7, den: 10 })).toBeUndefined();
  });
});

describe("candidates for a work", () => {
  const agents = [
    agent("Busy", { activity: "engaged" }),
    agent("Free"),
    agent("Elsewhere", { site: "b" }),
    agent("Guest", { site: "b" }),
    agent("Other"),
    agent("Gone", { presence: "offline" }),
  ];
  const names = (explanation: Parameters<typeof candidatesFor>[2]) =>
    candidatesFor({ site: "a" }, agents, explanation).map((candidate) => [
      candidate.agent.name,
      candidate.fits,
      candidate.free,
    ]);

  it("are first who fits and is free, then who fits, then the others at its site", () => {
    const verdicts = ["busy", "free", "guest"].map((name) => ({ agent: name, word: "may_take" }));
    expect(names({ verdicts })).toEqual([
      ["Free", true, true],
      ["Guest", true, true],
      ["Busy", true, false],
      ["Other", false, true],
    ]);
  });

  it("of an offered work are those who fitted when it was offered", () => {
    const decision = {
      work: "w",
      leg: 1,
      agent: "free",
      at: 0,
      choice: "fill",
      verdicts: [
        { agent: "free", word: "chosen" },
        { agent: "busy", word: "skill:pt<3" },
      ],
    };
    expect(names({ decision })).toEqual([
      ["Free", true, true],
      ["Busy", false, false],
      ["Other", false, true],
    ]);
  });
});

describe("decisions", () => {
  it("are told once each, in order", () => {
    const made = (name: string, at: number) => ({
      work: "w",
      leg: 1,
      agent: name,
      at,
      choice: "fill",
      verdicts: null,
    });
    const decisions = [made("late", 2), made("early", 1), made("late", 2)];
    expect(decisionsOf({ decisions }).map((one) => one.agent)).toEqual(["early", "late"]);
  });
});
