import { useSyncExternalStore } from "react";
import { serverNow } from "../live/time.ts";

// One timer for all clocks of a page: they change together, once a second.

const readers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now_us = serverNow();

function tick(): void {
  now_us = serverNow();
  for (const reader of [...readers]) reader();
}

/** Calls the reader every second until the returned function is called. */
export function onTick(reader: () => void): () => void {
  readers.add(reader);
  if (timer === undefined) {
    now_us = serverNow();
    timer = setInterval(tick, 1000);
  }
  return () => {
    readers.delete(reader);
    if (readers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * The server's present instant (µs), renewed every second. It re-renders the
 * caller each time: for a text that ticks use Elapsed, for a bar WaitBar.
 */
export function useNow(): number {
  return useSyncExternalStore(onTick, () => now_us);
}

/** The instant all clocks of the page show now (µs). */
export function tickNow(): number {
  if (timer === undefined) now_us = serverNow();
  return now_us;
}
