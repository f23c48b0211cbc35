import { dayAt } from "./day.ts";

const day_us = 86_400_000_000;

/** The day of an opening as people say it: "today", "tomorrow", "Monday", "Monday, 4 January". */
export function formatDay(language: string, timeZone: string, at_us: number, now_us: number): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const day = dayAt(timeZone, at_us);
  if (day === dayAt(timeZone, now_us)) return relative.format(0, "day");
  if (day === dayAt(timeZone, now_us + day_us)) return relative.format(1, "day");
  const near = at_us - now_us < 6 * day_us;
  return new Intl.DateTimeFormat(language, {
    timeZone,
    weekday: "long",
    ...(!near && { day: "numeric", month: "long" }),
  }).format(at_us / 1000);
}
