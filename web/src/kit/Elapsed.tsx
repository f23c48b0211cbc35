import { useEffect, useRef } from "react";
import { formatDuration } from "../i18n/format.ts";
import { onTick, tickNow } from "./ticker.ts";

export interface ElapsedProps {
  /** Counts up from this instant (µs) … */
  since?: number | undefined;
  /** … or down to this one, and stops at 0:00. */
  until?: number | undefined;
  className?: string;
}

/** A duration that ticks. It writes its own text: no re-render, however many there are. */
export function Elapsed({ since, until, className }: ElapsedProps) {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      const node = element.current;
      if (node === null) return;
      const text = elapsedText(tickNow(), since, until);
      if (node.textContent !== text) node.textContent = text;
    };
    write();
    return onTick(write);
  }, [since, until]);
  // A screen reader is not told every second; role timer is silent by default.
  return (
    <span ref={element} role="timer" className={className}>
      {elapsedText(tickNow(), since, until)}
    </span>
  );
}

export function elapsedText(now: number, since?: number, until?: number): string {
  if (until !== undefined) return formatDuration(until - now);
  if (since !== undefined) return formatDuration(now - since);
  return formatDuration(undefined);
}
