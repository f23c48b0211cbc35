import type { DeskWork } from "../../../../live/topics.ts";

/**
 * The conversations in hand that have more unseen messages than before, and how
 * many each has now. At first nothing has grown: what was unseen then was told of before.
 */
export function newlyUnread(
  works: readonly DeskWork[],
  before: ReadonlyMap<string, number> | undefined,
): { now: ReadonlyMap<string, number>; grown: DeskWork[] } {
  const now = new Map<string, number>();
  const grown: DeskWork[] = [];
  for (const work of works) {
    if (work.state === "offered" || work.state === "wrap_up") continue;
    const unread = work.unread ?? 0;
    now.set(work.work, unread);
    const known = before?.get(work.work);
    if (known !== undefined && unread > known) grown.push(work);
  }
  return { now, grown };
}
