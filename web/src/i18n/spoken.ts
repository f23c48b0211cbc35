import { i18n } from "./i18n.ts";
import { isLanguage, type Language, languageNames } from "./languages.ts";

// Branches speak the organisation's languages ("es-GT"), our words are in four.
// What a device says beside the organisation's own names is in the nearest one.

/** The language of our words that comes nearest; English where none does. */
export function nearestLanguage(tag: string | undefined): Language {
  const base = tag?.slice(0, 2).toLowerCase();
  return isLanguage(base) ? base : "en";
}

/** A language's name in itself, with a capital letter. */
export function languageName(tag: string): string {
  if (isLanguage(tag)) return languageNames[tag];
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/**
 * Loads a space's words in all languages it may need, so that it can change
 * between them without asking the server, which may be away by then.
 */
export async function loadWords(namespace: string, tags: readonly string[]): Promise<void> {
  await i18n.loadNamespaces(namespace);
  await i18n.loadLanguages([...new Set(tags.map(nearestLanguage))]);
}
