const around = 40;

/** The part of a text around what was looked for, in one line. */
export function excerpt(text: string, wanted: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const at = Math.max(0, line.toLowerCase().indexOf(wanted.toLowerCase()));
  const from = at > around ? at - around : 0;
  const to = Math.min(line.length, at + wanted.length + around);
  return `${from > 0 ? "…" : ""}${line.slice(from, to)}${to < line.length ? "…" : ""}`;
}
