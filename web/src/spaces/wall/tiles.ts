import { goalState, limitState, waitState } from "../../kit/wait.ts";
import type { Figure, FloorQueue, FloorTotal, WallLine } from "../../live/topics.ts";
import type { State } from "../../theme/tokens.ts";

// What a wall shows: some figures of the whole place, then its queues. From six
// to twelve tiles at once; more queues than fit take turns.

export type SummaryKind = "service" | "waiting" | "longest" | "agents" | "abandoned" | "asa";

export type Tile =
  | { kind: SummaryKind; id: string }
  | { kind: "queue"; id: string; queue: FloorQueue; points: WallLine["points"] };

export const tilesLeast = 6;
export const tilesMost = 12;
const summaryLeast = 4;

// In the order in which they are shown; the last two only where there is room.
const summaries: readonly SummaryKind[] = ["service", "waiting", "longest", "agents", "abandoned", "asa"];

/** A queue that is closed by its hours and empty says nothing; that somebody closed it is to be seen. */
export function isShown(queue: FloorQueue): boolean {
  return queue.open || queue.waiting > 0 || queue.by_hand !== undefined;
}

/** Queues stand by site, then as in the organisation: what belongs together is on one page. */
export function compareQueues(names: {
  sites: readonly { key: string }[];
  queues: readonly { key: string }[];
}): (a: FloorQueue, b: FloorQueue) => number {
  const sites = new Map(names.sites.map(({ key }, index) => [key, index]));
  const queues = new Map(names.queues.map(({ key }, index) => [key, index]));
  const last = Number.MAX_SAFE_INTEGER;
  return (a, b) =>
    (sites.get(a.site) ?? last) - (sites.get(b.site) ?? last) ||
    (queues.get(a.queue) ?? last) - (queues.get(b.queue) ?? last);
}

type QueueLine = WallLine & { queue: string; site: string };

export const idOf = ({ queue, site }: { queue: string; site: string }): string => `${queue} ${site}`;

/**
 * The pages of a wall, each of as many tiles as the first: the figures of the
 * place stand on every page, so that nobody waits for them. Queues keep the order
 * in which they are given.
 */
export function pagesOf(queues: readonly FloorQueue[], lines: readonly QueueLine[]): Tile[][] {
  const points = new Map(lines.map((line) => [idOf(line), line.points]));
  const shown = queues.filter(isShown).map(
    (queue): Tile => ({
      kind: "queue",
      id: idOf(queue),
      queue,
      points: points.get(idOf(queue)) ?? [],
    }),
  );
  const summaryCount = Math.max(summaryLeast, Math.min(summaries.length, tilesLeast - shown.length));
  const head = summaries.slice(0, summaryCount).map((kind): Tile => ({ kind, id: kind }));
  const room = tilesMost - head.length;
  if (shown.length <= room) return [[...head, ...shown]];
  const pages = Math.ceil(shown.length / room);
  const each = Math.ceil(shown.length / pages);
  return Array.from({ length: pages }, (_, page) => [
    ...head,
    ...shown.slice(page * each, (page + 1) * each),
  ]);
}

/** Columns and rows for so many tiles on a wide screen, as few empty places as can be. */
export function gridFor(count: number): { columns: number; rows: number } {
  if (count <= 6) return { columns: 3, rows: 2 };
  if (count <= 8) return { columns: 4, rows: 2 };
  if (count === 9) return { columns: 3, rows: 3 };
  return { columns: 4, rows: 3 };
}

export function numberOf(figure: Figure | undefined): number | null {
  return figure?.value ?? null;
}

/** How something stands, and by which of its figures: a wait, a share with a goal, or one with a limit. */
export interface Standing {
  state: State;
  cause: "wait" | "goal" | "limit";
}

function standing(cause: Standing["cause"], state: State | undefined): Standing | undefined {
  return state && { state, cause };
}

/** The worse of two, as a tile is coloured by one; the first where they are alike. */
export function worse(a: Standing | undefined, b: Standing | undefined): Standing | undefined {
  const weight = (of: Standing | undefined) =>
    of?.state === "breached" ? 2 : of?.state === "at_risk" ? 1 : of === undefined ? -1 : 0;
  return weight(b) > weight(a) ? b : a;
}

function ofWait(queue: FloorQueue, now_us: number): Standing | undefined {
  if (queue.oldest === undefined || queue.waiting === 0) return undefined;
  return standing("wait", waitState(now_us - queue.oldest, queue.threshold));
}

/** How a queue stands at an instant (µs): its longest wait against the target, and its day against the goal. */
export function queueState(queue: FloorQueue, now_us: number): Standing | undefined {
  const day = goalState(numberOf(queue.kpi["service_level"]), queue.goal);
  return worse(ofWait(queue, now_us), standing("goal", day));
}

/** How a figure of the whole place stands. The longest wait is as bad as the worst of its queues. */
export function summaryState(
  kind: SummaryKind,
  total: FloorTotal,
  queues: readonly FloorQueue[],
  now_us: number,
): Standing | undefined {
  const { service_level, abandonment } = total.kpi;
  switch (kind) {
    case "service":
      return standing("goal", goalState(numberOf(service_level), service_level?.goal));
    case "abandoned":
      return standing("limit", limitState(numberOf(abandonment), abandonment?.goal));
    case "longest":
      return queues.map((queue) => ofWait(queue, now_us)).reduce(worse, undefined);
    default:
      return undefined;
  }
}

/**
 * The target (µs) of who has waited longest. Undefined while nobody waits, and while
 * somebody of another queue is worse off: its target would not explain the state.
 */
export function longestTarget(queues: readonly FloorQueue[], now_us: number): number | undefined {
  let longest: FloorQueue | undefined;
  for (const queue of queues) {
    if (queue.oldest === undefined || queue.waiting === 0) continue;
    if (longest?.oldest === undefined || queue.oldest < longest.oldest) longest = queue;
  }
  if (longest === undefined) return undefined;
  const own = ofWait(longest, now_us);
  const all = queues.map((queue) => ofWait(queue, now_us)).reduce(worse, undefined);
  return own?.state === all?.state ? longest.threshold : undefined;
}

export interface Curve {
  /** SVG path of the line, in a box of width 100 and height 100, 0 % at the bottom. */
  line: string;
  /** The same, closed at the bottom. */
  area: string;
}

const quarter_us = 900_000_000;

/**
 * A day's line of shares: each quarter hour a step of its own width, from the
 * first that counted to the present; a quarter in which nothing counted is a gap,
 * not a zero.
 */
export function curveOf(points: WallLine["points"], now_us: number): Curve | undefined {
  const first = points[0];
  if (first === undefined) return undefined;
  const from = first[0];
  const span = Math.max(now_us - from, quarter_us);
  const x = (instant: number) => round(((Math.min(instant, from + span) - from) / span) * 100);
  const y = (share: number) => round(100 - Math.min(1, Math.max(0, share)) * 100);
  let line = "";
  let area = "";
  let run: [from: number, to: number] | undefined;
  for (const [at, share] of points) {
    const joins = run !== undefined && at === run[1];
    line += joins ? `V${y(share)}` : `M${x(at)} ${y(share)}`;
    line += `H${x(at + quarter_us)}`;
    area += `M${x(at)} 100V${y(share)}H${x(at + quarter_us)}V100Z`;
    run = [at, at + quarter_us];
  }
  return { line, area };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
