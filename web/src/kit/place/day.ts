// The day of a site, in its own time zone.

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the clock on the wall shows, as if it were UTC (ms). */
function shown(instant_ms: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of wallClock(zone).formatToParts(instant_ms)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * When the day of an instant began in a time zone (µs). Where clocks skip
 * midnight, the first instant of that date.
 */
export function dayStart(instant_us: number, zone: string): number {
  const now_ms = Math.floor(instant_us / 1_000_000) * 1000;
  const here = shown(now_ms, zone);
  const midnight = here - (here % 86_400_000);
  // The difference between the clock there and UTC at about that midnight, found
  // once and then corrected where it changed in between.
  let guess = midnight - (here - now_ms);
  guess = midnight - (shown(guess, zone) - guess);
  const missed = midnight - shown(guess, zone);
  return (guess + Math.max(0, missed)) * 1000;
}
