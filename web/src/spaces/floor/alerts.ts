import { waitState } from "../../kit/wait.ts";
import type { FloorAgent, FloorQueue } from "../../live/topics.ts";
import type { State } from "../../theme/tokens.ts";
import { byText } from "./order.ts";

/** What is going wrong, or is about to. */
export type AlertKind = "breached" | "nobody" | "all_away" | "near" | "disconnected";

export interface Alert {
  id: string;
  kind: AlertKind;
  state: State;
  queue?: FloorQueue;
  agent?: FloorAgent;
  /** Until when there is time (near), or since when it is so (µs). */
  at?: number;
}

const weight: Record<AlertKind, number> = { breached: 0, nobody: 1, all_away: 2, near: 3, disconnected: 4 };

/**
 * The alerts of a floor at an instant (µs): for each queue the worst of them, and
 * agents whose desk has lost its connection while they serve somebody.
 */
export function alertsAt(
  now_us: number,
  queues: readonly FloorQueue[],
  agents: readonly FloorAgent[],
): Alert[] {
  const alerts: Alert[] = [];
  for (const queue of queues) {
    const alert = ofQueue(now_us, queue);
    if (alert !== undefined) alerts.push(alert);
  }
  for (const agent of agents) {
    if (agent.connected === false && agent.presence !== "offline" && agent.work !== undefined) {
      alerts.push({ id: `agent ${agent.agent}`, kind: "disconnected", state: "at_risk", agent });
    }
  }
  return alerts.sort(
    (a, b) => weight[a.kind] - weight[b.kind] || (a.at ?? 0) - (b.at ?? 0) || byText(a.id, b.id),
  );
}

function ofQueue(now_us: number, queue: FloorQueue): Alert | undefined {
  if (queue.waiting === 0) return undefined;
  const id = `queue ${queue.queue} ${queue.site}`;
  const limit = queue.oldest === undefined ? undefined : queue.oldest + queue.threshold;
  const standing =
    queue.oldest === undefined ? "on_target" : waitState(now_us - queue.oldest, queue.threshold);
  const at = limit === undefined ? {} : { at: limit };
  if (standing === "breached") return { id, kind: "breached", state: "breached", queue, ...at };
  if (queue.ready + queue.engaged + queue.not_ready === 0) {
    return { id, kind: "nobody", state: "breached", queue };
  }
  if (queue.ready + queue.engaged === 0) return { id, kind: "all_away", state: "at_risk", queue };
  if (standing === "at_risk") return { id, kind: "near", state: "at_risk", queue, ...at };
  return undefined;
}
