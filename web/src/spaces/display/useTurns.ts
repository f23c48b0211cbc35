import { useEffect, useState } from "react";

/** One of the items after the other, each for `ms`; undefined when there are none. */
export function useTurns<T>(items: readonly T[], ms: number): T | undefined {
  const [turn, setTurn] = useState(0);
  const several = items.length > 1;
  useEffect(() => {
    if (!several) return;
    const timer = setInterval(() => setTurn((before) => before + 1), ms);
    return () => clearInterval(timer);
  }, [several, ms]);
  return items[turn % Math.max(1, items.length)];
}
