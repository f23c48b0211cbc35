import type { Organisation } from "../../../api/organisation.ts";
import type { FloorQueue } from "../../../live/topics.ts";
import { byText } from "../order.ts";

/**
 * Queues stand as in the organisation: its sites in their order, its queues in
 * theirs. They do not move while people wait, nor when somebody closes one by hand;
 * only those that are closed by their hours stand at the end.
 */
export function compareQueues(
  organisation: Organisation | undefined,
): (a: FloorQueue, b: FloorQueue) => number {
  const sites = new Map((organisation?.sites ?? []).map((site, index) => [site.key, index]));
  const queues = new Map((organisation?.queues ?? []).map((queue, index) => [queue.key, index]));
  const last = Number.MAX_SAFE_INTEGER;
  const base = (key: string) => key.split("@", 1)[0] ?? key;
  const closed = (queue: FloorQueue) => (queue.open || queue.waiting > 0 || queue.by_hand ? 0 : 1);
  return (a, b) =>
    closed(a) - closed(b) ||
    (sites.get(a.site) ?? last) - (sites.get(b.site) ?? last) ||
    (queues.get(base(a.queue)) ?? last) - (queues.get(base(b.queue)) ?? last) ||
    byText(a.queue, b.queue);
}
