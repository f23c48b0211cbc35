// Numbers, durations and instants as the reader's locale writes them. Instants
// and durations of the live feed and the API are microseconds; see live/time.ts.

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${language}${JSON.stringify(options)}`;
  let format = cache.get(key) as Intl.NumberFormat | undefined;
  if (format === undefined) {
    format = new Intl.NumberFormat(language, options);
    cache.set(key, format);
  }
  return format;
}

function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${language}${JSON.stringify(options)}`;
  let format = cache.get(key) as Intl.DateTimeFormat | undefined;
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, options);
    cache.set(key, format);
  }
  return format;
}

/** No value, as vocabulary.md wants it: never 0 % for an empty denominator. */
export const noValue = "–";

export function formatNumber(language: string, value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return noValue;
  return numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}

/** A share 0–1 as a percentage. */
export function formatPercent(language: string, share: number | null | undefined, digits = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return noValue;
  return numberFormat(language, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
}

/**
 * A duration in microseconds as a clock: `0:05`, `3:12`, `1:04:09`. Negative ones
 * (a clock slightly behind) are 0:00.
 */
export function formatDuration(duration_us: number | null | undefined): string {
  if (duration_us === null || duration_us === undefined || !Number.isFinite(duration_us)) return noValue;
  const seconds = Math.max(0, Math.floor(duration_us / 1_000_000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A duration in microseconds in words, rounded up to whole minutes: "8 minutes". */
export function formatMinutes(language: string, duration_us: number): string {
  return numberFormat(language, { style: "unit", unit: "minute", unitDisplay: "long" }).format(
    Math.max(1, Math.ceil(duration_us / 60_000_000)),
  );
}

/**
 * An instant (µs) as a time of day, in the site's zone where one is given: "06:29",
 * and "6:29 AM" where the clock has twelve hours.
 */
export function formatTime(language: string, instant_us: number, timeZone?: string): string {
  const hour = language.startsWith("en") ? "numeric" : "2-digit";
  return dateFormat(language, { hour, minute: "2-digit", ...(timeZone && { timeZone }) }).format(
    instant_us / 1000,
  );
}

/** An instant (µs) as a short date. */
export function formatDate(language: string, instant_us: number, timeZone?: string): string {
  return dateFormat(language, { dateStyle: "medium", ...(timeZone && { timeZone }) }).format(
    instant_us / 1000,
  );
}

/** An instant (µs) as date and time of day. */
export function formatDateTime(language: string, instant_us: number, timeZone?: string): string {
  return dateFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
    ...(timeZone && { timeZone }),
  }).format(instant_us / 1000);
}

/** What a zone is called at an instant (µs), as its distance from UTC: "GMT-6". */
export function formatZone(language: string, instant_us: number, timeZone?: string): string {
  const parts = dateFormat(language, {
    timeZoneName: "shortOffset",
    ...(timeZone && { timeZone }),
  }).formatToParts(instant_us / 1000);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** Whether a clock in that zone shows the same as the reader's own at an instant (µs). */
export function sameClock(instant_us: number, timeZone: string | undefined): boolean {
  return formatZone("en", instant_us) === formatZone("en", instant_us, timeZone);
}
