import { useCallback, useEffect, useRef, useState } from "react";
import type { DeskWork } from "../../../live/topics.ts";
import { type Description, Drafts, isSame, saidOf, toSay } from "../model/drafts.ts";
import { saveDescription } from "./calls.ts";

const typingPause_ms = 800;

export interface Describing {
  said: Description;
  /** What of it is to be said with an act that ends the service. */
  toSay: Partial<Description>;
  /** Something here is not with the server yet. */
  unsent: boolean;
  set: (change: Partial<Description>) => void;
  /** It is with the server: the draft is not needed any more. */
  sent: () => void;
  /** Sends it now, if there is anything to send. */
  flush: () => Promise<void>;
}

/**
 * What the agent says about a contact: what the server has (`note` is the
 * contact's), overlaid with what was typed. During the service it is sent with the end; in wrap-up, which may end by
 * itself, a little after every change.
 */
export function useDescription(work: DeskWork, owner: string, note: string): Describing {
  const { contact } = work;
  const [drafts] = useState(() => new Drafts(owner));
  const [typed, setTyped] = useState<Description | undefined>(() => drafts.read(contact));
  const [acknowledged, setAcknowledged] = useState<Description | undefined>(undefined);
  const base = acknowledged ?? saidOf({ ...work, note });
  const said = typed ?? base;
  const unsent = typed !== undefined && !isSame(typed, base);
  const latest = useRef(said);
  const known = useRef(base);
  useEffect(() => {
    latest.current = said;
    known.current = base;
  });

  const set = useCallback(
    (change: Partial<Description>) => {
      const next = { ...latest.current, ...change };
      latest.current = next;
      setTyped(next);
      drafts.write(contact, next, known.current, Date.now());
    },
    [drafts, contact],
  );
  const sent = useCallback(() => {
    setAcknowledged(latest.current);
    drafts.forget(contact);
  }, [drafts, contact]);
  const flush = useCallback(async () => {
    if (!unsent) return;
    const sending = latest.current;
    await saveDescription(work.work, toSay(sending, known.current));
    setAcknowledged(sending);
    if (isSame(sending, latest.current)) drafts.forget(contact);
  }, [unsent, work.work, drafts, contact]);

  const wrapping = work.state === "wrap_up";
  // biome-ignore lint/correctness/useExhaustiveDependencies: typed starts the pause again at every key
  useEffect(() => {
    if (!wrapping || !unsent) return;
    // A failure here is not lost: the text stays typed, and finishing sends it again.
    const timer = setTimeout(() => void flush().catch(() => {}), typingPause_ms);
    return () => clearTimeout(timer);
  }, [wrapping, unsent, flush, typed]);

  return { said, toSay: toSay(said, base), unsent, set, sent, flush };
}
