import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { typing } from "./calls.ts";
import { type Saying, Sayings } from "./model/saying.ts";

const typingAgain_ms = 3_000;

export interface Typed extends Saying {
  set: (change: Partial<Saying>) => void;
}

/** What is being typed in a conversation, kept in the browser; the customer is told that somebody types. */
export function useSaying(user: string, contact: string): Typed {
  const [sayings] = useState(() => new Sayings(user));
  const [saying, setSaying] = useState<Saying>(() => sayings.read(contact));
  const latest = useRef(saying);
  const told_ms = useRef(0);
  useEffect(() => {
    latest.current = saying;
  });
  const set = useCallback(
    (change: Partial<Saying>) => {
      const next = { ...latest.current, ...change };
      const grew = next.text.length > 0 && next.text !== latest.current.text;
      latest.current = next;
      setSaying(next);
      sayings.write(contact, next, Date.now());
      if (grew && !next.note && Date.now() - told_ms.current > typingAgain_ms) {
        told_ms.current = Date.now();
        // Whether it arrives matters to nobody.
        void typing(contact).catch(() => {});
      }
    },
    [sayings, contact],
  );
  return useMemo(() => ({ ...saying, set }), [saying, set]);
}
