import { describe, expect, it } from "vitest";
import { isCounted, outcomeOf } from "./legs.ts";

describe("the rows of a figure", () => {
  it.each([
    [["N", "H", "H(T)"], "in_time"],
    [["N", "H"], "late"],
    [["N", "A", "A(T)", "S"], "gave_up_soon"],
    [["N", "A", "A(T)"], "gave_up_in_time"],
    [["N", "A"], "gave_up"],
    [["N", "F"], "flowed_out"],
    [["N", "no_show"], "no_show"],
    [["N", "closed_out"], "closed_out"],
    [["outbound"], "outbound"],
    [["N"], "unanswered"],
  ])("that are %j in the formulas are told as %s", (terms, outcome) => {
    expect(outcomeOf({ terms })).toBe(outcome);
  });

  it("count when they add above or below the line", () => {
    expect(isCounted({ counts: { num: 0, den: 0 } })).toBe(false);
    expect(isCounted({ counts: { num: 0, den: 1 } })).toBe(true);
    expect(isCounted({ counts: { num: 1, den: 0 } })).toBe(true);
  });
});
