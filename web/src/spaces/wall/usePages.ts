import { useEffect, useState } from "react";

/** Which of some pages is shown: each its turn, and any at a wish (its turn then begins anew). */
export function usePages(count: number, turn_ms: number): [page: number, show: (page: number) => void] {
  const [page, setPage] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was asked for has its whole turn
  useEffect(() => {
    if (count < 2) return undefined;
    const timer = setTimeout(() => setPage((before) => (before + 1) % count), turn_ms);
    return () => clearTimeout(timer);
  }, [count, turn_ms, page]);
  return [Math.min(page, Math.max(0, count - 1)), setPage];
}
