import { useEffect, useState } from "react";

const turn_ms = 4_000;

/** One of the branch's languages after the other. */
export function useLanguageTurns(languages: readonly string[]): string {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((before) => before + 1), turn_ms);
    return () => clearInterval(timer);
  }, []);
  return languages[turn % Math.max(1, languages.length)] ?? "en";
}
