import type { AlertRow } from "../../live/topics.ts";

/** An alert that waits for somebody: it rings, is not muted, and nobody has taken it. */
export function untaken(row: AlertRow): boolean {
  return row.cleared === undefined && row.taken_by === undefined && row.muted_until === undefined;
}

/** Those that nobody has taken first, then the newest; of those that are over the last first. */
export function byUrgency(rows: readonly AlertRow[]): AlertRow[] {
  return [...rows].sort(
    (a, b) =>
      Number(untaken(b)) - Number(untaken(a)) ||
      (b.cleared ?? b.opened) - (a.cleared ?? a.opened) ||
      (a.id < b.id ? 1 : -1),
  );
}

/**
 * Which of the alerts are news: they have begun since the page was opened, rather
 * than been there at its first look. `known` is added to.
 */
export function news(rows: readonly AlertRow[], known: Set<string>, first: boolean): AlertRow[] {
  const fresh = rows.filter((row) => !known.has(row.id));
  for (const row of fresh) known.add(row.id);
  return first
    ? []
    : fresh.filter((row) => row.cleared === undefined && !row.silent && row.muted_until === undefined);
}
