import { describe, expect, it } from "vitest";
import type { FloorQueue, FloorTotal } from "../../live/topics.ts";
import {
  compareQueues,
  curveOf,
  gridFor,
  isShown,
  longestTarget,
  pagesOf,
  queueState,
  summaryState,
  type Tile,
  worse,
} from "./tiles.ts";

const s = 1_000_000;
const quarter = 900 * s;

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
    ready: 1,
    engaged: 0,
    not_ready: 0,
    ...fields,
  };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => queue(`q${index}`));
const kinds = (page: readonly Tile[] | undefined) => page?.map((tile) => tile.kind);

describe("pages", () => {
  it("have at least six tiles: more figures of the place where there are few queues", () => {
    expect(kinds(pagesOf([], [])[0])).toEqual([
      "service",
      "waiting",
      "longest",
      "agents",
      "abandoned",
      "asa",
    ]);
    expect(kinds(pagesOf(many(1), [])[0])).toEqual([
      "service",
      "waiting",
      "longest",
      "agents",
      "abandoned",
      "queue",
    ]);
    expect(pagesOf(many(4), [])[0]).toHaveLength(8);
  });

  it("have at most twelve: more queues take turns, as evenly as can be, below the same figures", () => {
    expect(pagesOf(many(8), [])).toHaveLength(1);
    const pages = pagesOf(many(16), []);
    expect(pages.map((page) => page.length)).toEqual([12, 12]);
    expect(pagesOf(many(9), []).map((page) => page.length)).toEqual([9, 8]);
    const shown = pages.flatMap((page) =>
      page.filter((tile) => tile.kind === "queue").map((tile) => tile.id),
    );
    expect(new Set(shown).size).toBe(16);
    for (const page of pages)
      expect(kinds(page)?.slice(0, 4)).toEqual(["service", "waiting", "longest", "agents"]);
  });

  it("leave out an empty queue that is closed by its hours, not one that somebody closed", () => {
    expect(isShown(queue("q", { open: false }))).toBe(false);
    expect(isShown(queue("q", { open: false, waiting: 1 }))).toBe(true);
    expect(isShown(queue("q", { open: false, by_hand: { at: 1 } }))).toBe(true);
  });

  it("keep the queues of a site together, in the organisation's order", () => {
    const names = { sites: [{ key: "b" }, { key: "a" }], queues: [{ key: "y" }, { key: "x" }] };
    const queues = [queue("x"), queue("y"), queue("x", { site: "b" }), queue("z"), queue("y", { site: "b" })];
    expect(queues.sort(compareQueues(names)).map((one) => `${one.queue}${one.site}`)).toEqual([
      "yb",
      "xb",
      "ya",
      "xa",
      "za",
    ]);
  });

  it("leave out a closed queue in which nobody waits", () => {
    const pages = pagesOf([queue("shut", { open: false }), queue("late", { open: false, waiting: 1 })], []);
    expect(pages[0]?.flatMap((tile) => (tile.kind === "queue" ? [tile.queue.queue] : []))).toEqual(["late"]);
  });

  it("give each queue its own line", () => {
    const [page] = pagesOf(many(2), [{ queue: "q1", site: "a", points: [[0, 0.5]] }]);
    const points = page?.flatMap((tile) => (tile.kind === "queue" ? [tile.points] : []));
    expect(points).toEqual([[], [[0, 0.5]]]);
  });

  it.each([
    [6, 6],
    [7, 8],
    [8, 8],
    [9, 9],
    [10, 12],
    [12, 12],
  ])("of %i tiles have %i places", (count, places) => {
    const { columns, rows } = gridFor(count);
    expect(columns * rows).toBe(places);
  });
});

describe("the state of a tile", () => {
  const now = 1_000 * s;

  it("tells the target of who has waited longest, unless another queue is worse off", () => {
    const slow = queue("slow", { waiting: 1, oldest: now - 90 * s, threshold: 900 * s });
    const late = queue("late", { waiting: 1, oldest: now - 60 * s, threshold: 50 * s });
    expect(longestTarget([], now)).toBeUndefined();
    expect(longestTarget([slow, queue("empty")], now)).toBe(900 * s);
    expect(longestTarget([slow, late], now)).toBeUndefined();
    expect(longestTarget([late], now)).toBe(50 * s);
  });

  it("is the worse of the longest wait and the day", () => {
    expect(queueState(queue("q"), now)).toBeUndefined();
    expect(queueState(queue("q", { waiting: 1, oldest: now - 80 * s }), now)).toEqual({
      state: "at_risk",
      cause: "wait",
    });
    const bad = { service_level: { value: 0.5, num: 5, den: 10 } };
    expect(queueState(queue("q", { waiting: 1, oldest: now - 10 * s, kpi: bad }), now)).toEqual({
      state: "breached",
      cause: "goal",
    });
    expect(queueState(queue("q", { waiting: 1, oldest: now - 100 * s, kpi: bad }), now)?.cause).toBe("wait");
    expect(
      queueState(queue("q", { kpi: { service_level: { value: 0.9, num: 9, den: 10 } } }), now)?.state,
    ).toBe("on_target");
    expect(
      queueState(queue("q", { kpi: { service_level: { value: null, num: 0, den: 0 } } }), now),
    ).toBeUndefined();
    const [risk, well] = [
      { state: "at_risk", cause: "wait" },
      { state: "on_target", cause: "goal" },
    ] as const;
    expect(worse(risk, well)).toBe(risk);
    expect(worse(well, risk)).toBe(risk);
    expect(worse(undefined, well)).toBe(well);
  });

  it("of the longest wait is that of the worst queue, each by its own target", () => {
    const total = { kpi: { service_level: { value: 0.79, goal: 0.8 } } } as unknown as FloorTotal;
    const queues = [
      queue("slow", { waiting: 1, oldest: now - 90 * s, threshold: 1_000 * s }),
      queue("quick", { waiting: 1, oldest: now - 30 * s, threshold: 20 * s }),
    ];
    expect(summaryState("longest", total, queues, now)).toEqual({ state: "breached", cause: "wait" });
    expect(summaryState("longest", total, [], now)).toBeUndefined();
    expect(summaryState("service", total, queues, now)).toEqual({ state: "at_risk", cause: "goal" });
    expect(summaryState("waiting", total, queues, now)).toBeUndefined();
  });
});

describe("a day's line", () => {
  it("is none before anything counted", () => {
    expect(curveOf([], 0)).toBeUndefined();
  });

  it("steps from quarter to quarter and reaches the present", () => {
    const curve = curveOf(
      [
        [0, 1],
        [quarter, 0.5],
      ],
      2 * quarter,
    );
    expect(curve?.line).toBe("M0 0H50V50H100");
    expect(curve?.area).toBe("M0 100V0H50V100ZM50 100V50H100V100Z");
  });

  it("has a gap where nothing counted, and ends in the middle of a quarter", () => {
    const curve = curveOf(
      [
        [0, 1],
        [2 * quarter, 0],
      ],
      2.5 * quarter,
    );
    expect(curve?.line).toBe("M0 0H40M80 100H100");
  });
});
