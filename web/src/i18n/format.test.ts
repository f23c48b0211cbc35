import { describe, expect, it } from "vitest";
import {
  formatDuration,
  formatMinutes,
  formatNumber,
  formatPercent,
  formatTime,
  formatZone,
  sameClock,
} from "./format.ts";
import { preferredLanguage, rememberLanguage } from "./languages.ts";
import { textIn } from "./useFormat.ts";

const s = 1_000_000;

describe("formatDuration", () => {
  it.each([
    [0, "0:00"],
    [5 * s, "0:05"],
    [192 * s, "3:12"],
    [192 * s + 999_999, "3:12"],
    [3849 * s, "1:04:09"],
    [-3 * s, "0:00"],
    [undefined, "–"],
    [Number.NaN, "–"],
  ])("%s is %s", (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
  });
});

it("rounds minutes up, and says at least one", () => {
  expect(formatMinutes("en", 1)).toBe("1 minute");
  expect(formatMinutes("es", 7.2 * 60 * s)).toBe("8 minutos");
});

it("writes numbers as the language does, and no value as a dash", () => {
  expect(formatNumber("it", 1234.5, 1)).toBe("1234,5");
  expect(formatNumber("en", 12345)).toBe("12,345");
  expect(formatPercent("en", 0.77708, 1)).toBe("77.7%");
  expect(formatPercent("es", 0.8).replace(/\s/u, " ")).toBe("80 %");
  expect(formatPercent("en", null)).toBe("–");
});

it("shows the time of the site, not of the browser", () => {
  const noon = Date.UTC(2026, 10, 22, 12) * 1000;
  expect(formatTime("es", noon, "America/Guatemala")).toBe("06:00");
  expect(formatTime("it", noon, "Europe/Rome")).toBe("13:00");
  expect(formatTime("en", noon, "America/Guatemala")).toBe("6:00 AM");
});

it("names a zone by its distance, and knows whether two clocks show the same then", () => {
  const winter = Date.UTC(2026, 0, 10, 12) * 1000;
  const summer = Date.UTC(2026, 6, 10, 12) * 1000;
  expect(formatZone("es", winter, "America/El_Salvador")).toBe("GMT-6");
  expect(sameClock(winter, Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(true);
  expect(sameClock(winter, undefined)).toBe(true);
  // Two zones of which one has a summer time: the same clock in winter only.
  const same = (at: number) =>
    formatZone("en", at, "Europe/London") === formatZone("en", at, "Atlantic/Reykjavik");
  expect([same(winter), same(summer)]).toEqual([true, false]);
});

describe("the language to begin with", () => {
  it("is the one chosen here, else the browser's, else English", () => {
    localStorage.clear();
    expect(preferredLanguage(["pt-BR", "en"])).toBe("pt");
    expect(preferredLanguage(["fi", "it-IT"])).toBe("it");
    expect(preferredLanguage(["fi"])).toBe("en");
    rememberLanguage("es");
    expect(preferredLanguage(["pt-BR"])).toBe("es");
    localStorage.clear();
  });
});

it("finds the nearest language of an organisation's words", () => {
  const words = { es: "Facturación", en: "Billing" };
  expect(textIn(words, "es-GT")).toBe("Facturación");
  expect(textIn(words, "it")).toBe("Billing");
  expect(textIn({ pt: "Fatura" }, "it")).toBe("Fatura");
  expect(textIn(undefined, "it")).toBe("");
});
