// Addresses in what was said. Only http and https: anything else stays text.

export interface Part {
  text: string;
  /** Where it leads; undefined for plain text. */
  href?: string;
}

const address = /https?:\/\/[^\s<>"'`{}|\\^]+/gi;
// Marks at the end of a sentence are not of the address.
const after = /[.,;:!?…)\]]+$/;

/** A text in parts, of which some are links. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(address)) {
    const shown = trimmed(found[0]);
    const href = hrefOf(shown);
    if (href === undefined) continue;
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    parts.push({ text: shown, href });
    from = found.index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

// A closing bracket is of the address when one was opened in it.
function trimmed(found: string): string {
  const marks = after.exec(found)?.[0] ?? "";
  const bare = found.slice(0, found.length - marks.length);
  return bare.includes("(") && !bare.includes(")") && marks.startsWith(")") ? `${bare})` : bare;
}

function hrefOf(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
