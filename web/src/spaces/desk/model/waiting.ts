import type { DeskQueue, DeskWaiting } from "../../../live/topics.ts";

export interface Line {
  queue: DeskQueue;
  waiting: DeskWaiting[];
}

/** How much of its target the oldest has used up; an empty line has used nothing. */
function urgency(queue: DeskQueue, now: number): number {
  if (queue.oldest === undefined || queue.oldest === 0 || queue.waiting === 0) return -1;
  return (now - queue.oldest) / Math.max(1, queue.threshold);
}

/**
 * The queues of the agent with what waits in each, by place. Queues keep the order
 * of their names, so that nothing jumps; `name` gives a queue's.
 */
export function waitingLines(
  queues: readonly DeskQueue[],
  waiting: readonly DeskWaiting[],
  name: (queue: string) => string,
): Line[] {
  const byQueue = new Map<string, DeskWaiting[]>();
  for (const work of waiting) {
    const members = byQueue.get(work.queue);
    if (members === undefined) byQueue.set(work.queue, [work]);
    else members.push(work);
  }
  return [...queues]
    .sort((a, b) => name(a.queue).localeCompare(name(b.queue)) || a.queue.localeCompare(b.queue))
    .map((queue) => ({
      queue,
      waiting: (byQueue.get(queue.queue) ?? []).sort((a, b) => a.place - b.place || a.queued - b.queued),
    }));
}

export function waitingCount(queues: readonly DeskQueue[]): number {
  return queues.reduce((sum, queue) => sum + queue.waiting, 0);
}

/** The queue whose oldest has waited most of its target. */
export function mostUrgent(queues: readonly DeskQueue[], now: number): DeskQueue | undefined {
  return queues.filter((queue) => queue.waiting > 0).sort((a, b) => urgency(b, now) - urgency(a, now))[0];
}
