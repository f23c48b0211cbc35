// Addresses in what people write. Only those that a browser opens without running
// anything become links; all the rest stays text.

/** Words, or words with where they lead. */
export interface Part {
  text: string;
  href?: string;
}

const address = /\b(?:https?:\/\/|mailto:|www\.)[^\s<>"'`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const schemes = ["https:", "http:", "mailto:"];

/** What is most likely of the sentence, not of the address. */
function trimmed(found: string): string {
  let text = found.replace(/[.,;:!?…]+$/, "");
  // A bracket closes what was opened before the address, unless it was opened in it.
  while (/[)\]}]$/.test(text) && count(text, /[([{]/g) < count(text, /[)\]}]/g)) text = text.slice(0, -1);
  return text.replace(/[.,;:!?…]+$/, "");
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

function hrefOf(text: string): string | undefined {
  const written = /^www\./i.test(text)
    ? `https://${text}`
    : /^[\w.+-]+@/.test(text)
      ? `mailto:${text}`
      : text;
  const url = urlOf(written);
  return url !== undefined && schemes.includes(url.protocol) ? url.href : undefined;
}

/** The address, if it is one; browsers of 2023 have no URL.canParse. */
export function urlOf(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0]);
    const href = hrefOf(found);
    if (href === undefined) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index) });
    parts.push({ text: found, href });
    done = match.index + found.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}
