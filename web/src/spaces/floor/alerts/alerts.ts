import type { AlertRow, FloorAgent, FloorQueue, FloorWaiting } from "../../../live/topics.ts";
import type { State } from "../../../theme/tokens.ts";
import { byText } from "../order.ts";
import { queueId } from "../waiting.ts";

/** What a leader had better know and no alert of the organisation watches. */
export type HintKind = "all_away" | "disconnected" | "slow" | "closed" | "away";

export interface Hint {
  id: string;
  kind: HintKind;
  state: State;
  queue?: FloorQueue;
  agent?: FloorAgent;
  /** Since when it is so (µs). */
  at?: number;
}

// The worst first: people who wait come before people who may come.
const order: readonly HintKind[] = ["all_away", "disconnected", "slow", "closed", "away"];
const weight = (kind: HintKind) => order.indexOf(kind);

/**
 * The hints of a floor: for each queue the worst of them, unless it rings already
 * that nobody serves it, and agents whose desk has lost its connection while they
 * serve somebody. `atWork` are the sites where somebody is signed in; that nobody
 * serves a queue of another one is no news while nobody waits there.
 */
export function hintsOf(
  queues: readonly FloorQueue[],
  agents: readonly FloorAgent[],
  atWork: readonly string[],
  rings: readonly AlertRow[],
): Hint[] {
  const unserved = new Set(
    rings.filter((row) => row.kind === "nobody_ready").map((row) => queueId(row.queue ?? "", row.site ?? "")),
  );
  const hints: Hint[] = [];
  for (const queue of queues) {
    const id = queueId(queue.queue, queue.site);
    const hint = ofWaiting(queue) ?? ofComers(queue, atWork.includes(queue.site));
    if (hint !== undefined && !(unserved.has(id) && (hint.kind === "all_away" || hint.kind === "away")))
      hints.push({ id: `queue ${id}`, queue, ...hint });
  }
  for (const agent of agents) {
    if (agent.connected === false && agent.presence !== "offline" && agent.work !== undefined) {
      hints.push({ id: `agent ${agent.agent}`, kind: "disconnected", state: "at_risk", agent });
    }
  }
  return hints.sort(
    (a, b) => weight(a.kind) - weight(b.kind) || (a.at ?? 0) - (b.at ?? 0) || byText(a.id, b.id),
  );
}

type Found = Pick<Hint, "kind" | "state" | "at">;

// What is wrong for those who wait now.
function ofWaiting(queue: FloorQueue): Found | undefined {
  const away = queue.waiting > 0 && queue.not_ready > 0 && queue.ready + queue.engaged === 0;
  return away ? { kind: "all_away", state: "at_risk" } : undefined;
}

// What will be wrong for who comes next.
function ofComers(queue: FloorQueue, atWork: boolean): Found | undefined {
  if (!queue.open) {
    return queue.by_hand === undefined
      ? undefined
      : { kind: "closed", state: "at_risk", at: queue.by_hand.at };
  }
  if ((queue.expected ?? 0) > queue.threshold) return { kind: "slow", state: "at_risk" };
  if (!atWork || queue.ready + queue.engaged > 0 || queue.not_ready === 0) return undefined;
  return { kind: "away", state: "at_risk" };
}

/** Those that ring, the ones nobody has taken first, then the newest. */
export function ringing(rows: readonly AlertRow[]): AlertRow[] {
  return rows
    .filter((row) => row.cleared === undefined)
    .sort(
      (a, b) =>
        Number(a.taken_by !== undefined) - Number(b.taken_by !== undefined) ||
        b.opened - a.opened ||
        byText(a.id, b.id),
    );
}

/** The sites where somebody is signed in, once each. */
export function sitesAtWork(agents: readonly FloorAgent[]): string[] {
  return [...new Set(agents.filter(({ presence }) => presence !== "offline").map(({ site }) => site))].sort(
    byText,
  );
}

/** Of each queue the work that has waited longest, of those that can be given to somebody. */
export function firstWaiting(works: readonly FloorWaiting[]): Record<string, FloorWaiting> {
  const first: Record<string, FloorWaiting> = {};
  for (const work of works) {
    if (work.parked || work.state === "parked") continue;
    const id = queueId(work.queue, work.site);
    const other = first[id];
    if (other === undefined || work.queued < other.queued) first[id] = work;
  }
  return first;
}
