import { describe, expect, it } from "vitest";
import { changeOf, type Row, ranked } from "./compare.ts";
import { addDays, dayIn, isDate } from "./day.ts";

const share = (num: number, den: number) => ({ num, den, ...(den > 0 && { value: num / den }) });

describe("days", () => {
  it("go over months and over nights on which clocks change", () => {
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(addDays("2026-10-25", 1)).toBe("2026-10-26");
    expect(addDays("2026-11-23", -7)).toBe("2026-11-16");
  });

  it("are dates that there are", () => {
    expect(isDate("2026-02-28")).toBe(true);
    for (const wrong of [null, "", "2026-02-30", "26-02-01", "yesterday"]) expect(isDate(wrong)).toBe(false);
  });

  it("are those of the place", () => {
    const late = Date.UTC(2026, 10, 24, 3);
    expect(dayIn("America/Guatemala", late)).toBe("2026-11-23");
    expect(dayIn("Europe/Rome", late)).toBe("2026-11-24");
  });
});

describe("a change", () => {
  it("is better or worse only where more means something, and enough was counted", () => {
    expect(changeOf("service_level", share(40, 50), share(30, 50), 20)?.tone).toBe("better");
    expect(changeOf("service_level", share(4, 5), share(30, 50), 20)?.tone).toBe("plain");
    expect(changeOf("abandonment", share(10, 50), share(5, 50), 20)?.tone).toBe("worse");
    expect(changeOf("asa", share(30, 30), share(30, 30), 20)).toEqual({ by: 0, tone: "plain" });
    expect(changeOf("aht", share(90, 50), share(30, 50), 20)?.tone).toBe("plain");
    expect(changeOf("offered", { num: 9, den: 0, value: 9 }, { num: 4, den: 0, value: 4 }, 0)).toEqual({
      by: 5,
      tone: "plain",
    });
  });

  it("is none where a day has no value", () => {
    expect(changeOf("asa", share(0, 0), share(3, 3), 0)).toBeUndefined();
    expect(changeOf("asa", share(3, 3), undefined, 0)).toBeUndefined();
  });
});

describe("a ranking", () => {
  const row = (key: string, handled: number, num: number, den: number): Row => ({
    key,
    figures: { handled: { num: handled, den: 0, value: handled }, service_level: share(num, den) },
  });
  const rows = [row("a", 30, 20, 30), row("b", 3, 3, 3), row("c", 40, 38, 40), row("d", 25, 0, 0)];
  const order = (descending: boolean, least: number) =>
    ranked(rows, { key: "service_level", descending }, least, ({ key }) => key).map(
      ({ row: { key }, rank }) => `${rank ?? "–"}${key}`,
    );

  it("leaves out who has too little, and puts no value last", () => {
    expect(order(true, 20)).toEqual(["1c", "2a", "3d", "–b"]);
    expect(order(false, 20)).toEqual(["1a", "2c", "3d", "–b"]);
    expect(order(true, 0)).toEqual(["1b", "2c", "3a", "4d"]);
  });

  it("is by name too", () => {
    const names = ranked(rows, { key: "name", descending: true }, 0, ({ key }) => key);
    expect(names.map(({ row: { key } }) => key).join("")).toBe("dcba");
  });
});
