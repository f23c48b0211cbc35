import { useEffect, useRef } from "react";
import { onTick, tickNow } from "../../kit/ticker.ts";
import { useWhyWords } from "../../kit/why/useWhyWords.ts";
import type { FloorWaiting } from "../../live/topics.ts";

/** Why a work waits, in one line that keeps its durations true without rendering again. */
export function WhyLine({ why, className }: { why: NonNullable<FloorWaiting["why"]>; className?: string }) {
  const words = useWhyWords();
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      const node = element.current;
      if (node === null) return;
      const text = words.waiting(why, tickNow());
      if (node.textContent === text) return;
      node.textContent = text;
      node.title = text;
    };
    write();
    return onTick(write);
  }, [words, why]);
  return (
    <span ref={element} className={className}>
      {words.waiting(why, tickNow())}
    </span>
  );
}
