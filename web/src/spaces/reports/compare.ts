import type { components } from "../../api/schema.gen.ts";

export type Value = components["schemas"]["FigureValue"];
export type Row = components["schemas"]["Row"];

/** What a change means: better, worse, or only more or less. */
export type Tone = "better" | "worse" | "plain";

export interface Change {
  /** In the figure's own unit. */
  by: number;
  tone: Tone;
}

/** Figures of which more, or less, is better whatever the day. Others depend on how many came. */
const direction: Readonly<Record<string, 1 | -1>> = {
  service_level: 1,
  abandonment: -1,
  asa: -1,
  "wait.p90": -1,
  "wait.longest": -1,
};

/**
 * How a figure has changed; undefined where either day has no value. It is better or
 * worse only where more of it means something, and both days counted enough to tell.
 */
export function changeOf(
  kpi: string,
  now: Value | undefined,
  then: Value | undefined,
  least: number,
): Change | undefined {
  if (now?.value === undefined || then?.value === undefined) return undefined;
  const by = now.value - then.value;
  const sign = direction[kpi];
  if (sign === undefined || by === 0 || Math.min(now.den, then.den) < least) return { by, tone: "plain" };
  return { by, tone: Math.sign(by) === sign ? "better" : "worse" };
}

export interface Order {
  key: string;
  descending: boolean;
}

/** How much work a row has, which says whether its figures tell anything. */
export const volumeOf = (row: Row) => row.figures["handled"]?.num ?? 0;

/**
 * Rows in order of a figure, or of their names. Those with fewer than the least
 * volume have no rank and come last; no value comes after every value.
 */
export function ranked<R extends Row>(
  rows: readonly R[],
  order: Order,
  least: number,
  name: (row: R) => string,
): { row: R; rank: number | undefined }[] {
  const sign = order.descending ? -1 : 1;
  const enough = (row: R) => volumeOf(row) >= least;
  const sorted = [...rows].sort((a, b) => {
    if (enough(a) !== enough(b)) return enough(a) ? -1 : 1;
    if (order.key === "name") return sign * name(a).localeCompare(name(b));
    const [x, y] = [a, b].map((row) => row.figures[order.key]?.value);
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return sign * (x - y) || name(a).localeCompare(name(b));
  });
  return sorted.map((row, index) => ({ row, rank: enough(row) ? index + 1 : undefined }));
}
