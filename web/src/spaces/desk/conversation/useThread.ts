import { useCallback, useMemo, useRef, useState } from "react";
import { useRows } from "../../../live/hooks.tsx";
import { type ChatMessage, conversationTopic } from "../../../live/topics.ts";
import { olderMessages } from "./calls.ts";
import { remember, tail } from "./model/thread.ts";

const page = 100;

export interface Thread {
  /** Without gaps, the oldest first. */
  messages: readonly ChatMessage[];
  /** There are older ones to read. */
  more: boolean;
  older: () => Promise<void>;
  /** Why older ones could not be read. */
  error: unknown;
}

/** What is said in a conversation: live, and older pages as they are asked for. Key its user by contact. */
export function useThread(contact: string): Thread {
  const live = useRows(conversationTopic(contact), "message");
  return useMessages(contact, live);
}

/** The same of a conversation that nobody follows: `newest` is where it begins. */
export function useMessages(contact: string, newest: readonly ChatMessage[]): Thread {
  const known = useRef(new Map<number, ChatMessage>());
  const reading = useRef(false);
  const [read, setRead] = useState<readonly ChatMessage[]>([]);
  const [error, setError] = useState<unknown>(undefined);
  const messages = useMemo(() => {
    remember(known.current, read);
    remember(known.current, newest);
    return tail(known.current);
  }, [read, newest]);
  const first = messages[0]?.number ?? 1;
  const older = useCallback(async () => {
    if (reading.current || first <= 1) return;
    reading.current = true;
    try {
      setRead(await olderMessages(contact, first, page));
      setError(undefined);
    } catch (failure) {
      setError(failure);
    } finally {
      reading.current = false;
    }
  }, [contact, first]);
  return { messages, more: first > 1, older, error };
}
