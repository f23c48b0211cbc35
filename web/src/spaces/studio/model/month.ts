// A calendar's month as people look at it: weeks from Monday, each day with the
// hours it will have.

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

export interface Holiday {
  date: string; // 2026-12-25
  name?: Record<string, string> | null;
  hours?: string[] | null;
}

export interface Day {
  date: string;
  number: number;
  hours: string[];
  holiday?: Holiday;
}

/** The days of a month in weeks; undefined before its first and after its last. */
export function monthOf(
  year: number,
  month: number,
  week: Partial<Record<Weekday, string[] | null>>,
  holidays: readonly Holiday[],
): (Day | undefined)[][] {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const lead = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7; // Monday is 0
  const cells: (Day | undefined)[] = Array.from({ length: lead }, () => undefined);
  for (let number = 1; number <= last; number++) {
    const date = isoDate(year, month, number);
    const weekday = weekdays[(lead + number - 1) % 7] ?? "mon";
    const holiday = holidays.find((other) => other.date === date);
    const hours = (holiday === undefined ? week[weekday] : holiday.hours) ?? [];
    cells.push({ date, number, hours, ...(holiday !== undefined && { holiday }) });
  }
  while (cells.length % 7 !== 0) cells.push(undefined);
  return Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7));
}

export function isoDate(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

const span = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Hours as people type them: `8-12:30, 14:00-18` → ["08:00-12:30", "14:00-18:00"]; undefined when it is none. */
export function hoursOf(text: string): string[] | undefined {
  const spans = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) =>
      part
        .split(/\s*[-–]\s*/)
        .map(clock)
        .join("-"),
    );
  return spans.every((part) => span.test(part)) ? spans : undefined;
}

function clock(text: string): string {
  const [hour = "", minute = "00"] = text.split(":");
  return `${hour.padStart(2, "0")}:${minute}`;
}
