import type { FloorWaiting } from "../../live/topics.ts";
import { byText } from "./order.ts";

/** By the instant their time is over: who is about to be late comes first, and nobody moves while time goes by. */
export function compareWaiting(a: FloorWaiting, b: FloorWaiting): number {
  return dueOf(a) - dueOf(b) || byText(a.ticket ?? "", b.ticket ?? "") || byText(a.work, b.work);
}

export function dueOf(work: FloorWaiting): number {
  return work.queued + work.threshold;
}

/** Only the works of one queue at one site; "" for all. */
export function filterWaiting(works: readonly FloorWaiting[], queue: string): readonly FloorWaiting[] {
  return queue === "" ? works : works.filter((work) => queueId(work.queue, work.site) === queue);
}

/** A queue at a site, as one word. */
export function queueId(queue: string, site: string): string {
  return `${queue} ${site}`;
}
