// Moments and waits, as a customer says them.

import type { Translate } from "./words.ts";

const day = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
const day_ms = 86_400_000;

/** Whole calendar days from one to the other. */
function daysBetween(from: Date, to: Date): number {
  return Math.round((day(to) - day(from)) / day_ms);
}

/** The browser's own kind of a language, where it has one: 14:05 in Britain, 2:05 PM elsewhere. */
export function localeOf(language: string, browser: readonly string[] = navigator.languages): string {
  return browser.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? language;
}

/** 14:05 */
export function clockOf(at: Date, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** Today, yesterday, Monday, or 3 November. */
export function dayOf(at: Date, now: Date, language: string, t: Translate): string {
  const ago = daysBetween(at, now);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  const how: Intl.DateTimeFormatOptions =
    ago > 0 && ago < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(localeOf(language), how).format(at);
}

/** When somebody is there again: 14:00, Monday 09:00, 3 November 09:00. */
export function returnOf(at: Date, now: Date, language: string): string {
  const ahead = daysBetween(now, at);
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  const date: Intl.DateTimeFormatOptions =
    ahead === 0 ? {} : ahead < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(localeOf(language), { ...date, ...time }).format(at);
}

/** About two minutes; the server tells steps of half a minute, in microseconds. */
export function waitOf(expected_us: number, t: Translate): string {
  const minutes = Math.ceil(expected_us / 60_000_000);
  return expected_us <= 30_000_000 ? t("soon") : t("about", { count: minutes });
}
