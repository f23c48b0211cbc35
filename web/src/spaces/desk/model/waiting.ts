import type { DeskQueue, DeskWaiting, DeskWork } from "../../../live/topics.ts";

export interface Line {
  queue: DeskQueue;
  waiting: DeskWaiting[];
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

/**
 * The queues as the agent sees them: what is offered to them is in their hands and
 * does not wait for them any more.
 */
export function withoutMine(queues: readonly DeskQueue[], works: readonly DeskWork[]): DeskQueue[] {
  const offers = works.filter((work) => work.state === "offered");
  return queues.map((queue) => {
    const mine = offers.filter((work) => work.queue === queue.queue && work.site === queue.site).length;
    return mine === 0 ? queue : { ...queue, waiting: Math.max(0, queue.waiting - mine) };
  });
}

export function waitingCount(queues: readonly DeskQueue[]): number {
  return queues.reduce((sum, queue) => sum + queue.waiting, 0);
}
