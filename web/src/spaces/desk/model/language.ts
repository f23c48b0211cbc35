/** A language's name in the reader's language, as written within a sentence: "español". */
export function languageName(reader: string, code: string): string {
  try {
    return new Intl.DisplayNames(reader, { type: "language" }).of(code) ?? code;
  } catch {
    return code; // not a language tag
  }
}
