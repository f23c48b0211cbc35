import { useEffect, useRef, useSyncExternalStore } from "react";
import { useConnection } from "../../../live/hooks.tsx";
import { mark } from "./calls.ts";

function onLook(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  window.addEventListener("focus", listener);
  window.addEventListener("blur", listener);
  return () => {
    document.removeEventListener("visibilitychange", listener);
    window.removeEventListener("focus", listener);
    window.removeEventListener("blur", listener);
  };
}

/** Whether somebody looks at this page now. */
export function useLooking(): boolean {
  return useSyncExternalStore(onLook, () => document.visibilityState === "visible" && document.hasFocus());
}

/**
 * Tells the customer how far their messages came, of which `newest` is the last:
 * those here are delivered, and read once they are in sight of somebody who looks.
 */
export function useMarks(contact: string, newest: number, inSight: boolean, enabled: boolean): void {
  const connected = useConnection() === "open";
  const looking = useLooking();
  const told = useRef({ delivered: 0, read: 0 });
  const read = inSight && looking ? newest : 0;
  useEffect(() => {
    const before = told.current;
    if (!enabled || !connected || newest === 0) return;
    if (newest <= before.delivered && read <= before.read) return;
    told.current = { delivered: newest, read: Math.max(read, before.read) };
    mark(contact, { delivered: newest, ...(read > 0 && { read }) }).catch(() => {
      // Said again at the next occasion.
      told.current = before;
    });
  }, [contact, newest, read, enabled, connected]);
}
