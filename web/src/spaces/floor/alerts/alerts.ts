import { waitState } from "../../../kit/wait.ts";
import type { FloorAgent, FloorQueue, FloorWaiting } from "../../../live/topics.ts";
import type { State } from "../../../theme/tokens.ts";
import { byText } from "../order.ts";
import { queueId } from "../waiting.ts";

/** What is going wrong, or is about to. */
export type AlertKind =
  | "breached"
  | "nobody"
  | "all_away"
  | "near"
  | "disconnected"
  | "slow"
  | "closed"
  | "unserved"
  | "away";

export interface Alert {
  id: string;
  kind: AlertKind;
  state: State;
  queue?: FloorQueue;
  agent?: FloorAgent;
  /** Until when there is time (near), or since when it is so (µs). */
  at?: number;
}

// The worst first: people who wait come before people who may come.
const order: readonly AlertKind[] = [
  "breached",
  "nobody",
  "all_away",
  "near",
  "disconnected",
  "slow",
  "closed",
  "unserved",
  "away",
];
const weight = (kind: AlertKind) => order.indexOf(kind);

/**
 * The alerts of a floor at an instant (µs): for each queue the worst of them, and
 * agents whose desk has lost its connection while they serve somebody. `atWork`
 * are the sites where somebody is signed in; that nobody serves a queue of another
 * one is no news while nobody waits there.
 */
export function alertsAt(
  now_us: number,
  queues: readonly FloorQueue[],
  agents: readonly FloorAgent[],
  atWork: readonly string[],
): Alert[] {
  const alerts: Alert[] = [];
  for (const queue of queues) {
    const alert = ofWaiting(now_us, queue) ?? ofComers(queue, atWork.includes(queue.site));
    if (alert !== undefined)
      alerts.push({ id: `queue ${queueId(queue.queue, queue.site)}`, queue, ...alert });
  }
  for (const agent of agents) {
    if (agent.connected === false && agent.presence !== "offline" && agent.work !== undefined) {
      alerts.push({ id: `agent ${agent.agent}`, kind: "disconnected", state: "at_risk", agent });
    }
  }
  return alerts.sort(
    (a, b) => weight(a.kind) - weight(b.kind) || (a.at ?? 0) - (b.at ?? 0) || byText(a.id, b.id),
  );
}

type Found = Pick<Alert, "kind" | "state" | "at">;

// What is wrong for those who wait now.
function ofWaiting(now_us: number, queue: FloorQueue): Found | undefined {
  if (queue.waiting === 0) return undefined;
  const limit = queue.oldest === undefined ? undefined : queue.oldest + queue.threshold;
  const standing =
    queue.oldest === undefined ? "on_target" : waitState(now_us - queue.oldest, queue.threshold);
  const at = limit === undefined ? {} : { at: limit };
  if (standing === "breached") return { kind: "breached", state: "breached", ...at };
  if (queue.ready + queue.engaged + queue.not_ready === 0) return { kind: "nobody", state: "breached" };
  if (queue.ready + queue.engaged === 0) return { kind: "all_away", state: "at_risk" };
  if (standing === "at_risk") return { kind: "near", state: "at_risk", ...at };
  return undefined;
}

// What will be wrong for who comes next.
function ofComers(queue: FloorQueue, atWork: boolean): Found | undefined {
  if (!queue.open) {
    return queue.by_hand === undefined
      ? undefined
      : { kind: "closed", state: "at_risk", at: queue.by_hand.at };
  }
  if ((queue.expected ?? 0) > queue.threshold) return { kind: "slow", state: "at_risk" };
  if (!atWork || queue.ready + queue.engaged > 0) return undefined;
  return { kind: queue.not_ready === 0 ? "unserved" : "away", state: "at_risk" };
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
