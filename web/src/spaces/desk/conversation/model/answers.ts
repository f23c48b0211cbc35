// Canned answers: `/` opens the list, words narrow it down, and what is in braces
// is filled in for this conversation.

export interface CannedAnswer {
  key: string;
  name: Record<string, string>;
  text: Record<string, string>;
  /** Only in these queues; none: in all. */
  queues: readonly string[] | null;
}

export interface Choice {
  key: string;
  name: string;
  /** In the customer's language, else as `language` says. */
  text: string;
  language: string;
}

/** The languages of an answer to look at, one after the other. */
export type Languages = readonly string[];

/** What of an answer is said in this conversation: its queue, and the first of the languages that it has. */
export function choicesFor(answers: readonly CannedAnswer[], queue: string, languages: Languages): Choice[] {
  return answers
    .filter(({ queues }) => !queues?.length || queues.includes(queue))
    .flatMap(({ key, name, text }) => {
      const language = [...languages, ...Object.keys(text)].find((each) => (text[each] ?? "") !== "");
      if (language === undefined) return [];
      return [{ key, name: inFirst(name, languages), text: text[language] ?? "", language }];
    });
}

function inFirst(words: Record<string, string>, languages: Languages): string {
  const language = [...languages, ...Object.keys(words)].find((each) => (words[each] ?? "") !== "");
  return words[language ?? ""] ?? "";
}

/** Where `/` and what follows it stand before the caret, and what was typed after it. */
export interface Slash {
  from: number;
  words: string;
}

/**
 * Whether canned answers are being looked for: `/` at the beginning of a line or
 * word. Spaces go on only where the whole text is the search, so that a slash in a
 * sentence opens nothing for long.
 */
export function slashAt(text: string, caret: number): Slash | undefined {
  const before = text.slice(0, caret);
  const found = /^\/(\S[^\n/]{0,40})?$/.exec(before) ?? /(?:^|\s)\/([^\s/]{0,40})$/.exec(before);
  if (found === null) return undefined;
  const words = found[1] ?? "";
  return { from: caret - words.length - 1, words };
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The choices in which every word is found; those whose shortcut begins so come first. */
export function matching(choices: readonly Choice[], words: string): Choice[] {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  const rank = ({ key }: Choice) => (wanted[0] !== undefined && fold(key).startsWith(wanted[0]) ? 0 : 1);
  return choices
    .filter(({ key, name, text }) => {
      const all = fold(`${key} ${name} ${text}`);
      return wanted.every((word) => all.includes(word));
    })
    .sort((a, b) => rank(a) - rank(b));
}

export interface Variables {
  customer: string;
  agent: string;
  organisation: string;
  inbox: string;
}

/**
 * An answer with its variables filled in. One that nobody knows goes, with the
 * comma or space before it: "Hola, {customer}." is "Hola." then. Other braces stay.
 */
export function filled(text: string, variables: Variables): string {
  return text.replace(/(,? ?)\{(customer|agent|organisation|inbox)\}/g, (_, before: string, name: string) => {
    const value = variables[name as keyof Variables];
    return value === "" ? "" : before + value;
  });
}
