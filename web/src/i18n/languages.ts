// The languages of the staff's screens. Kiosk, display and tickets speak the
// organisation's languages, of which these are a part.
export const languages = ["en", "es", "pt", "it"] as const;

export type Language = (typeof languages)[number];

/** A language's name in itself, as a person looks for it. */
export const languageNames: Record<Language, string> = {
  en: "English",
  es: "Español",
  pt: "Português",
  it: "Italiano",
};

export function isLanguage(value: string | null | undefined): value is Language {
  return languages.includes(value as Language);
}

const storedAt = "turno.language";

/**
 * The language to begin with: the one chosen on this device, else the first of
 * the browser's that we speak, else English. The signed-in user's choice, known
 * a moment later, comes before both.
 */
export function preferredLanguage(browser: readonly string[] = navigator.languages): Language {
  const stored = localStorage.getItem(storedAt);
  if (isLanguage(stored)) return stored;
  for (const tag of browser) {
    const base = tag.slice(0, 2).toLowerCase();
    if (isLanguage(base)) return base;
  }
  return "en";
}

/** Keeps the choice on this device, for the sign-in page of tomorrow. */
export function rememberLanguage(language: Language): void {
  localStorage.setItem(storedAt, language);
}
