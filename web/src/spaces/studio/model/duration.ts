// Durations as the organisation writes them: 20s, 4m, 1h30m, 2d, never.

const units = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
type Unit = keyof typeof units;

/** Seconds of `1h30m`; undefined for what is none, and for never. */
export function seconds(text: unknown): number | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  if (!/^(\d+(\.\d+)?[dhms])+$/.test(text)) return undefined;
  let total = 0;
  for (const [, number = "0", unit = "s"] of text.matchAll(/(\d+(?:\.\d+)?)([dhms])/g)) {
    total += Number(number) * units[unit as Unit];
  }
  return total;
}

/** The shortest writing of seconds: 5400 → 1h30m. */
export function written(total: number): string {
  let rest = Math.round(total);
  let text = "";
  for (const unit of ["d", "h", "m", "s"] as const) {
    const count = Math.floor(rest / units[unit]);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * units[unit];
  }
  return text === "" ? "0s" : text;
}

/** Whether somebody has typed a duration: `90s`, `1m30s`, or nothing. */
export function isDuration(text: string, never = false): boolean {
  return text === "" || (never && text === "never") || seconds(text) !== undefined;
}

/** Microseconds, for words in the reader's language. */
export function microseconds(text: unknown): number | undefined {
  const total = seconds(text);
  return total === undefined ? undefined : total * 1_000_000;
}
