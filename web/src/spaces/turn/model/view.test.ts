import { describe, expect, it } from "vitest";
import { choicesOf } from "./more.ts";
import { callOf, type Page, type Row, shareOf, viewOf } from "./view.ts";

const minute = 60_000_000;
const page: Page = {
  label: "A-014",
  site: "mixco",
  site_name: { en: "Mixco" },
  service: "care",
  service_name: { en: "Care" },
  language: "es",
  state: "waiting",
  arrived: 10 * minute,
  can_defer: true,
  defer_places: 5,
  defer_minutes: 15,
};
const row = (more: Partial<Row>): Row => ({
  ticket: "A-014",
  site: "mixco",
  service: "care",
  state: "waiting",
  can_defer: true,
  ...more,
});

describe("what a visitor sees", () => {
  it("is the page as it was opened, until the feed says more", () => {
    expect(viewOf(page, undefined)).toMatchObject({ state: "waiting", canDefer: true, over: false });
    expect(viewOf(page, undefined).ahead).toBeUndefined();
  });

  it("is their place and the expected wait", () => {
    const view = viewOf(page, row({ place: 4, ahead: 3, expected: 8 * minute, queued: 11 * minute }));
    expect(view).toMatchObject({ ahead: 3, expected: 8 * minute, since: 11 * minute });
  });

  it("tells the next in line that nobody is before them", () => {
    expect(viewOf(page, row({ place: 1, ahead: 0 })).ahead).toBe(0);
    expect(viewOf(page, row({ place: 1 })).ahead).toBe(0);
  });

  it("offers more time once", () => {
    expect(viewOf(page, row({ can_defer: true })).canDefer).toBe(true);
    // Though the page said yes when it was opened.
    expect(viewOf(page, row({ can_defer: false })).canDefer).toBe(false);
  });

  it("has no place any more when called, and no counter of an earlier call when waiting", () => {
    const called = viewOf(page, row({ state: "called", counter: "3", ahead: 2, expected: minute }));
    expect(called).toMatchObject({ state: "called", counter: "3", canDefer: false });
    expect(called.ahead).toBeUndefined();
    expect(called.expected).toBeUndefined();
    expect(viewOf(page, row({ counter: "" })).counter).toBeUndefined();
  });

  it.each(["done", "left", "no_show", "closed_out"] as const)("is over when it is %s", (state) => {
    expect(viewOf(page, row({ state })).over).toBe(true);
  });

  it("goes on while it is parked", () => {
    expect(viewOf(page, row({ state: "parked" })).over).toBe(false);
  });
});

describe("a call", () => {
  it("is another one when it is made again", () => {
    const first = callOf(viewOf(page, row({ state: "called", counter: "3", called: 1 })));
    const again = callOf(viewOf(page, row({ state: "called", counter: "3", called: 2 })));
    expect(first).toBeDefined();
    expect(again).not.toBe(first);
    expect(callOf(viewOf(page, row({})))).toBeUndefined();
  });
});

describe("the share of the wait that is over", () => {
  const at = (more: Partial<Row>) => viewOf(page, row({ queued: 10 * minute, ...more }));

  it("goes by time where that is known", () => {
    expect(shareOf(at({ expected: 6 * minute }), 12 * minute, 0)).toBeCloseTo(0.25);
    expect(shareOf(at({ expected: 0 }), 12 * minute, 0)).toBe(0.98);
  });

  it("goes by people where it is not", () => {
    expect(shareOf(at({ ahead: 3 }), 12 * minute, 3)).toBe(0.25);
    expect(shareOf(at({ ahead: 0 }), 12 * minute, 3)).toBe(0.98);
    expect(shareOf(at({}), 12 * minute, 3)).toBeUndefined();
  });

  it("never runs backwards because a clock is wrong", () => {
    expect(shareOf(at({ expected: 6 * minute }), 0, 0)).toBe(0);
  });
});

describe("the choices of more time", () => {
  it("are few, round, and end at the limit", () => {
    expect(choicesOf({ defer_places: 5, defer_minutes: 15 })).toEqual({
      places: [1, 2, 3, 5],
      minutes: [5, 10, 15],
    });
    expect(choicesOf({ defer_places: 20, defer_minutes: 60 })).toEqual({
      places: [1, 2, 3, 20],
      minutes: [5, 10, 15, 60],
    });
    expect(choicesOf({ defer_places: 1, defer_minutes: 3 })).toEqual({ places: [1], minutes: [3] });
    expect(choicesOf({ defer_places: 0, defer_minutes: 0 })).toEqual({ places: [], minutes: [] });
  });
});
