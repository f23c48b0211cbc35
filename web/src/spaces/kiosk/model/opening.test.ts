import { describe, expect, it } from "vitest";
import { dayAt } from "./day.ts";
import { isOpen } from "./open.ts";
import { formatDay } from "./opening.ts";
import type { KioskConfig } from "./types.ts";

const at = (iso: string) => Date.parse(iso) * 1000;
const config = (more: Partial<KioskConfig>) => ({ open: false, ...more }) as KioskConfig;

describe("the day at a site", () => {
  it("begins at the site's midnight, also when clocks change", () => {
    expect(dayAt("America/Guatemala", at("2026-03-30T05:59:59Z"))).toBe("2026-03-29");
    expect(dayAt("America/Guatemala", at("2026-03-30T06:00:00Z"))).toBe("2026-03-30");
    expect(dayAt("Europe/Rome", at("2026-03-28T23:30:00Z"))).toBe("2026-03-29");
    expect(dayAt("Europe/Rome", at("2026-03-29T22:30:00Z"))).toBe("2026-03-30");
  });
});

describe("whether a branch that cannot be asked is open", () => {
  const now = at("2026-03-30T12:00:00Z");
  it("is open until it closes, and closed until it opens", () => {
    expect(isOpen(config({ open: true }), now)).toBe(true);
    expect(isOpen(config({ open: true, closes_at: now + 1 }), now)).toBe(true);
    expect(isOpen(config({ open: true, closes_at: now }), now)).toBe(false);
    expect(isOpen(config({}), now)).toBe(false);
    expect(isOpen(config({ opens_at: now + 1 }), now)).toBe(false);
    expect(isOpen(config({ opens_at: now }), now)).toBe(true);
  });
});

describe("the day of an opening", () => {
  const now = at("2026-03-30T18:00:00Z"); // a Monday
  it.each([
    ["2026-03-30T20:00:00Z", "today"],
    ["2026-03-31T08:00:00Z", "tomorrow"],
    ["2026-04-03T08:00:00Z", "Friday"],
    ["2026-04-07T08:00:00Z", "Tuesday, April 7"],
  ])("%s is %s", (opens, words) => {
    expect(formatDay("en", "UTC", at(opens), now)).toBe(words);
  });
});
