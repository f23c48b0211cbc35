import type { Format } from "../../i18n/useFormat.ts";

/** What a value measures, as package kpi names it. */
export type Unit = "share" | "duration" | "per_hour" | "count";

/** A value as people read it; "–" where there is none. */
export function writeValue(format: Format, unit: Unit, value: number | null | undefined, digits = 0): string {
  switch (unit) {
    case "share":
      return format.percent(value, digits);
    case "duration":
      return format.duration(value);
    case "per_hour":
      return format.number(value, 1);
    case "count":
      return format.number(value);
  }
}
