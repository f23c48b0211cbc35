/** The most characters of a message: the server counts them, not their bytes. */
export const textMost = 4_000;

/** How many characters a text may still have; below zero it is too long. */
export function charactersLeft(text: string): number {
  // An emoji is one character to a person and to the server, and two to the string.
  return text.length <= textMost / 2 ? textMost - text.length : textMost - [...text].length;
}
