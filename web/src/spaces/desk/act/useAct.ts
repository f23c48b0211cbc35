import { useCallback, useRef, useState } from "react";
import { randomId } from "../../../api/client.ts";
import { useReadable } from "../../../api/useReadable.ts";
import { attempt } from "./attempt.ts";

export interface Doing {
  /** The name of what is being done now. */
  busy: string | undefined;
  /** Why the last one failed, in words. */
  error: string | undefined;
  /** The refusal itself, for a form that shows it at its fields. */
  failure: unknown;
  clear: () => void;
  /**
   * Does something once: a second press while it runs is the same intention. True
   * when it went well. `words` may say a refusal better than its code does.
   */
  run: (
    name: string,
    call: (headers: { "Idempotency-Key": string }) => Promise<unknown>,
    words?: (error: unknown) => string | undefined,
  ) => Promise<boolean>;
}

/** The acts of one part of the screen: which runs, and what went wrong, shown where it was pressed. */
export function useAct(): Doing {
  const readable = useReadable();
  const running = useRef<string | undefined>(undefined);
  const [busy, setBusy] = useState<string | undefined>(undefined);
  const [error, setError] = useState<string | undefined>(undefined);

  const [failure, setFailure] = useState<unknown>(undefined);

  const run = useCallback<Doing["run"]>(
    async (name, call, words) => {
      if (running.current !== undefined) return false;
      running.current = name;
      setBusy(name);
      setError(undefined);
      setFailure(undefined);
      try {
        await attempt((key) => call({ "Idempotency-Key": key }), randomId());
        return true;
      } catch (refused) {
        setFailure(refused);
        setError(words?.(refused) ?? readable(refused));
        return false;
      } finally {
        running.current = undefined;
        setBusy(undefined);
      }
    },
    [readable],
  );
  const clear = useCallback(() => {
    setError(undefined);
    setFailure(undefined);
  }, []);
  return { busy, error, failure, clear, run };
}
