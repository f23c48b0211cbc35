// The widget's words: all four languages are in the script, 8 kB of it, so that
// changing the language never waits and asks the page for no other file.

import { isLanguage, type Language } from "@/i18n/languages.ts";
import en from "./i18n/en.json";
import es from "./i18n/es.json";
import it from "./i18n/it.json";
import pt from "./i18n/pt.json";

type Written = keyof typeof en;
export type Key = Written extends infer K
  ? K extends `${infer Base}_one`
    ? Base
    : K extends `${string}_other`
      ? never
      : K
  : never;

const all: Record<Language, Record<string, string>> = { en, es, pt, it };

export type Figures = Record<string, string | number>;
export type Translate = (key: Key, figures?: Figures) => string;

/** `count` chooses between one and other, and is written as the language does. */
export function translator(language: Language): Translate {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (key, figures = {}) => {
    const words = all[language];
    const count = figures["count"];
    const form = typeof count === "number" ? plural.select(count) : "";
    const text = words[`${key}_${form}`] ?? words[`${key}_other`] ?? words[key] ?? key;
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const figure = figures[name];
      return typeof figure === "number" ? number.format(figure) : (figure ?? "");
    });
  };
}

/** Those that inbox and widget both speak; all of the widget's where there is none. */
export function spoken(inbox: readonly string[]): Language[] {
  const both = inbox.filter(isLanguage);
  return both.length > 0 ? both : (Object.keys(all) as Language[]);
}

/** The first wish, as a language tag each, that can be met: pt-BR is met by pt. */
export function languageOf(
  wishes: readonly (string | null | undefined)[],
  known: readonly Language[],
): Language {
  for (const wish of wishes) {
    const base = wish?.trim().slice(0, 2).toLowerCase();
    const found = known.find((language) => language === base);
    if (found !== undefined) return found;
  }
  return known[0] ?? "en";
}

/** A text of the organisation in a language, else in the inbox's first. */
export function textIn(
  text: Record<string, string> | undefined,
  language: string,
  inbox: readonly string[],
): string {
  if (text === undefined) return "";
  return (
    text[language] ?? inbox.map((each) => text[each]).find((found) => found) ?? Object.values(text)[0] ?? ""
  );
}
