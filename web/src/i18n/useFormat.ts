import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import * as format from "./format.ts";

export interface Format {
  language: string;
  number(value: number | null | undefined, digits?: number): string;
  /** A share 0–1. */
  percent(share: number | null | undefined, digits?: number): string;
  /** Microseconds as `3:12`. */
  duration(duration_us: number | null | undefined): string;
  /** Microseconds as "8 minutes". */
  minutes(duration_us: number): string;
  time(instant_us: number, timeZone?: string): string;
  date(instant_us: number, timeZone?: string): string;
  dateTime(instant_us: number, timeZone?: string): string;
  /** The word for the reader out of an organisation's text in several languages. */
  text(words: Record<string, string> | null | undefined): string;
}

/** Formatting in the reader's language. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => formatFor(language), [language]);
}

export function formatFor(language: string): Format {
  return {
    language,
    number: (value, digits) => format.formatNumber(language, value, digits),
    percent: (share, digits) => format.formatPercent(language, share, digits),
    duration: format.formatDuration,
    minutes: (duration) => format.formatMinutes(language, duration),
    time: (instant, zone) => format.formatTime(language, instant, zone),
    date: (instant, zone) => format.formatDate(language, instant, zone),
    dateTime: (instant, zone) => format.formatDateTime(language, instant, zone),
    text: (words) => textIn(words, language),
  };
}

/** The text in the language, else its base language, else English, else whatever there is. */
export function textIn(words: Record<string, string> | null | undefined, language: string): string {
  if (!words) return "";
  return words[language] ?? words[language.slice(0, 2)] ?? words["en"] ?? Object.values(words)[0] ?? "";
}
