import { describe, expect, it } from "vitest";
import { type Interval, lengthIn, sidesOf, spendOf } from "./intervals.ts";
import { handlingOf, type Leg, outcomeOf, partOf } from "./legs.ts";

const s = 1_000_000;
let next = 0;

function leg(fields: Partial<Leg>): Leg {
  return {
    id: String(next++),
    direction: "inbound",
    queued: 1_000 * s,
    released: 1_000 * s,
    wrapped: 1_000 * s,
    parked: 0,
    paused: 0,
    hold: 0,
    announced: -1,
    place: 1,
    sl_threshold: 20 * s,
    short_abandon: 5 * s,
    end: "handled",
    ...fields,
  } as Leg;
}

const answeredAfter = (wait: number) =>
  leg({ answered: (1_000 + wait) * s, released: (1_100 + wait) * s, wrapped: (1_130 + wait) * s });
const gaveUpAfter = (wait: number) => leg({ end: "abandoned", released: (1_000 + wait) * s });
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

/** The worked sample of vocabulary.md: N = 1 000, H = 920, H(20) = 746, A = 60, A(20) = 20, S = 8, F = 20. */
const sample = [
  ...times(746, () => answeredAfter(20)),
  ...times(174, () => answeredAfter(21)),
  ...times(8, () => gaveUpAfter(4)),
  ...times(12, () => gaveUpAfter(20)),
  ...times(40, () => gaveUpAfter(21)),
  ...times(20, () => leg({ end: "flowed_out" })),
];

function sums(kpi: string, legs: readonly Leg[]) {
  let [num, den] = [0, 0];
  for (const row of legs) {
    const part = partOf(kpi, row);
    num += part?.num ?? 0;
    den += part?.den ?? 0;
  }
  return [num, den];
}

describe("the rows of a figure", () => {
  it.each([
    ["service_level", 746, 960],
    ["service_level.answered", 746, 920],
    ["service_level.credit_abandons", 766, 980],
    ["service_level.strict", 746, 980],
    ["service_level.credit_short", 754, 980],
    ["service_level.with_flow_outs", 746, 1000],
    ["abandonment", 52, 992],
  ])("add up to %s of the worked sample: %i / %i", (kpi, num, den) => {
    expect(sample).toHaveLength(1000);
    expect(sums(kpi, sample)).toEqual([num, den]);
  });

  it("leave a no-show out of all but the strict level and the offered", () => {
    const row = leg({ end: "no_show" });
    expect(partOf("service_level", row)).toEqual({ num: 0, den: 0 });
    expect(partOf("service_level.strict", row)).toEqual({ num: 0, den: 1 });
    expect(partOf("abandonment", row)).toEqual({ num: 0, den: 1 });
  });

  it("count waits and handling in microseconds", () => {
    expect(partOf("asa", answeredAfter(12))).toEqual({ num: 12 * s, den: 1 });
    expect(partOf("asa", gaveUpAfter(12))).toEqual({ num: 0, den: 0 });
    expect(partOf("aht", answeredAfter(12))).toEqual({ num: 130 * s, den: 1 });
    const set = leg({
      answered: 1_000 * s,
      released: 1_100 * s,
      wrapped: 1_110 * s,
      parked: 40 * s,
      hold: 10 * s,
    });
    expect(handlingOf(set)).toBe(70 * s); // hold is the customer's time too, parking is not
  });

  it("keep our own calls out of everything but handle time", () => {
    const own = leg({ direction: "outbound", answered: 1_002 * s, released: 1_062 * s, wrapped: 1_062 * s });
    expect(outcomeOf(own)).toBe("outbound");
    expect(partOf("service_level", own)).toEqual({ num: 0, den: 0 });
    expect(partOf("aht", own)).toEqual({ num: 60 * s, den: 1 });
  });

  it("are none for a figure of agents' time", () => {
    expect(partOf("occupancy", answeredAfter(1))).toBeUndefined();
  });
});

describe("the intervals of a figure", () => {
  const interval = (fields: Partial<Interval>) =>
    ({ presence: "ready", activity: "idle", from: 100, to: 200, ...fields }) as Interval;

  it("are put into kinds of time as the server does", () => {
    expect(spendOf(interval({}))).toBe("ready");
    expect(spendOf(interval({ activity: "offered" }))).toBe("ready");
    expect(spendOf(interval({ activity: "engaged", presence: "not_ready", class: "break" }))).toBe("contact");
    expect(spendOf(interval({ activity: "wrap_up" }))).toBe("contact");
    expect(spendOf(interval({ presence: "not_ready", class: "training" }))).toBe("training");
    expect(spendOf(interval({ presence: "not_ready", class: "" }))).toBe("other");
    expect(spendOf(interval({ presence: "offline" }))).toBe("off");
  });

  it("count on one or both sides of the line, or on none", () => {
    const lunch = interval({ presence: "not_ready", class: "break" });
    expect(sidesOf("occupancy", interval({ activity: "engaged" }))).toEqual({ num: true, den: true });
    expect(sidesOf("occupancy", interval({}))).toEqual({ num: false, den: true });
    expect(sidesOf("occupancy", lunch)).toEqual({ num: false, den: false });
    expect(sidesOf("schedule_occupancy", lunch)).toEqual({ num: false, den: true });
    expect(sidesOf("asa", lunch)).toBeUndefined();
  });

  it("count only with what lies in the period", () => {
    expect(lengthIn(interval({}), { from: 150, to: 300 })).toBe(50);
    expect(lengthIn(interval({}), { from: 0, to: 120 })).toBe(20);
    expect(lengthIn(interval({}), { from: 300, to: 400 })).toBe(0);
  });
});
