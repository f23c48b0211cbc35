import { useCallback, useSyncExternalStore } from "react";
import { ApiError, isPassing } from "../../../api/problem.ts";
import { say } from "./calls.ts";
import { Outbox, type Outgoing } from "./model/outbox.ts";

// One outbox a person, for as long as the page is open: what was said goes out
// whatever is on the screen.
const boxes = new Map<string, Outbox>();

/** The outbox of a person; the first call sends what an earlier page left. */
export function outboxOf(user: string): Outbox {
  let box = boxes.get(user);
  if (box === undefined) {
    box = new Outbox(user, say, { passes: passes });
    boxes.set(user, box);
    box.wake();
  }
  return box;
}

// Who has to sign in again says it then.
function passes(error: unknown): boolean {
  return isPassing(error) || (error instanceof ApiError && error.code === "unauthenticated");
}

/** What is on its way in a conversation. */
export function useOutgoing(user: string, contact: string): readonly Outgoing[] {
  const box = outboxOf(user);
  const subscribe = useCallback((listener: () => void) => box.listen(listener), [box]);
  return useSyncExternalStore(subscribe, () => box.list(contact));
}
