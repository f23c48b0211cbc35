import { describe, expect, it } from "vitest";
import { ApiError } from "../../../api/problem.ts";
import { keyOf, keyPattern } from "./key.ts";
import { levelOf, withLevel } from "./levels.ts";
import { hoursOf, monthOf } from "./month.ts";
import { mistakesOf } from "./useCheck.ts";

describe("a month", () => {
  it("has weeks from Monday, with each day's hours and holidays", () => {
    const weeks = monthOf(2026, 11, { tue: ["08:00-12:00"], fri: ["08:00-12:00"] }, [
      { date: "2026-12-25", name: { en: "Christmas" } },
    ]);
    expect(weeks).toHaveLength(5);
    expect(weeks[0]?.map((day) => day?.number)).toEqual([undefined, 1, 2, 3, 4, 5, 6]);
    expect(weeks[0]?.[1]?.hours).toEqual(["08:00-12:00"]);
    expect(weeks[3]?.[4]).toMatchObject({
      date: "2026-12-25",
      hours: [],
      holiday: { name: { en: "Christmas" } },
    });
    expect(weeks[4]?.[3]?.number).toBe(31);
  });

  it("takes hours as people type them", () => {
    expect(hoursOf("8-12:30, 14:00 – 18")).toEqual(["08:00-12:30", "14:00-18:00"]);
    expect(hoursOf("")).toEqual([]);
    expect(hoursOf("0-24")).toEqual(["00:00-24:00"]);
    expect(hoursOf("morning")).toBeUndefined();
    expect(hoursOf("25-26")).toBeUndefined();
  });
});

it("makes a key of a name", () => {
  expect(["São Paulo", "  Caja 3 ", "Ñandú & Co.", "!!"].map(keyOf)).toEqual([
    "sao_paulo",
    "caja_3",
    "nandu_co",
    "",
  ]);
  expect(keyPattern.test(keyOf("a".repeat(60)))).toBe(true);
  expect(["a__b", "_a", "", "A"].map((key) => keyPattern.test(key))).toEqual([false, false, false, false]);
});

it("gives and takes skills", () => {
  expect(levelOf({ skills: null }, "es")).toBe(0);
  expect(withLevel({ login: "ana", skills: { es: 5 } }, "pt", 3)).toEqual({
    login: "ana",
    skills: { es: 5, pt: 3 },
  });
  expect(withLevel({ skills: { es: 5 } }, "es", 0)).toEqual({ skills: {} });
});

it("finds the mistakes of one edit", () => {
  const error = new ApiError({
    errors: [
      { location: "edits[1].value.steps[0].after", message: "out of range" },
      { location: "edits[0].value.goal", message: "another" },
      { location: "queue.care", message: "elsewhere" },
    ],
  });
  expect(mistakesOf(error, 1)["steps[0].after"]?.message).toBe("out of range");
  expect(mistakesOf(new Error("x"), 0)).toEqual({});
});
