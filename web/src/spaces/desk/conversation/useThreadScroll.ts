import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

// From this far above the end a reader has scrolled up on purpose (px).
const nearEnd = 48;
// This close to the beginning older messages are read (px).
const nearStart = 400;

export interface ThreadScroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  /** The newest message is in sight. */
  atEnd: boolean;
  toEnd: () => void;
}

/**
 * A thread that stays at its end while its reader is there, and in its place when
 * older messages come in above. `first` is the oldest message's number; `older`
 * is called near the beginning.
 */
export function useThreadScroll(first: number, older: () => void): ThreadScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const end = useRef(true);
  const fromEnd = useRef(0);
  const top = useRef(0);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    const box = scroller.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
    end.current = true;
    setAtEnd(true);
  }, []);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    fromEnd.current = box.scrollHeight - box.scrollTop;
    // Only who scrolls up leaves the end: a message that comes meanwhile puts it further down.
    const up = box.scrollTop < top.current;
    top.current = box.scrollTop;
    if (fromEnd.current - box.clientHeight < nearEnd) end.current = true;
    else if (up) end.current = false;
    setAtEnd(end.current);
    if (box.scrollTop < nearStart) older();
  }, [older]);

  // What came in above moves nothing that is being read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of first that says so
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null && !end.current) box.scrollTop = box.scrollHeight - fromEnd.current;
  }, [first]);

  // Whatever grows (a message, a picture that has come, the composer) leaves the end in sight.
  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (box === null || inner === null) return;
    const observer = new ResizeObserver(() => {
      if (end.current) box.scrollTop = box.scrollHeight;
      else fromEnd.current = box.scrollHeight - box.scrollTop;
      // A box that grows (a banner that goes) pulls the position up by itself, and tells a frame
      // later, when more may have been said: that is not the reader who leaves the end.
      top.current = box.scrollTop;
    });
    observer.observe(box);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);

  return { scroller, content, onScroll, atEnd, toEnd };
}
