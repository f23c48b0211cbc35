import { describe, expect, it } from "vitest";
import { isDuration, microseconds, seconds, written } from "./duration.ts";
import { at, list, put, words } from "./path.ts";

describe("a path", () => {
  it("finds and replaces a part, and shares the rest", () => {
    const value = { wrap_up: { mode: "timed", length: "30s" }, steps: [1] };
    expect(at(value, "wrap_up.length")).toBe("30s");
    expect(at(value, "wrap_up.length.x")).toBeUndefined();
    const next = put(value, "wrap_up.length", "45s");
    expect(next).toEqual({ wrap_up: { mode: "timed", length: "45s" }, steps: [1] });
    expect(next["steps"]).toBe(value.steps);
    expect(put({}, "a.b", 1)).toEqual({ a: { b: 1 } });
  });

  it("reads words and lists out of anything", () => {
    expect(words(null)).toEqual({});
    expect(words({ es: "Sí" })).toEqual({ es: "Sí" });
    expect(list(null)).toEqual([]);
  });
});

describe("a duration", () => {
  it("is read and written as the organisation writes it", () => {
    expect(["20s", "4m", "1h30m", "2d", "1m0.5s"].map(seconds)).toEqual([20, 240, 5400, 172_800, 60.5]);
    expect(["", "never", "5", "4 m", undefined].map(seconds)).toEqual(Array(5).fill(undefined));
    expect([0, 20, 5400, 90_061].map(written)).toEqual(["0s", "20s", "1h30m", "1d1h1m1s"]);
    expect(microseconds("2s")).toBe(2_000_000);
  });

  it("is checked while it is typed", () => {
    expect(isDuration("")).toBe(true);
    expect(isDuration("never")).toBe(false);
    expect(isDuration("never", true)).toBe(true);
    expect(isDuration("4 minutes")).toBe(false);
  });
});
