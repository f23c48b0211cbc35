// Dates as the API writes them: "2026-11-23".

const parse = (date: string) => new Date(`${date}T00:00:00Z`);
const write = (date: Date) => date.toISOString().slice(0, 10);

/** The date some days later, or before. */
export function addDays(date: string, days: number): string {
  const moved = parse(date);
  moved.setUTCDate(moved.getUTCDate() + days);
  return write(moved);
}

/** Whether a text is a date that there is. */
export function isDate(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = parse(text);
  return !Number.isNaN(date.getTime()) && write(date) === text;
}

/** Which day it is in a time zone at an instant (ms). */
export function dayIn(zone: string, instant_ms: number): string {
  // The Swedish locale writes dates the way the API does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(instant_ms);
}

/** A day in words: "Monday, 23 November 2026". */
export function dayWords(language: string, date: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeZone: "UTC" }).format(parse(date));
}

/** A day in short: "Mon 16 Nov". */
export function dayShort(language: string, date: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(parse(date));
}
