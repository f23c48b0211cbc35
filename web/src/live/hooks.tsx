import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { type Connection, LiveClient, type LiveOptions } from "./client.ts";
import type { FeedProblem } from "./store.ts";
import type { Topic } from "./topics.ts";

const LiveContext = createContext<LiveClient | undefined>(undefined);

/** Opens the live feed for everything below it, and closes it when it goes. */
export function LiveProvider({ children, ...options }: LiveOptions & { children: ReactNode }) {
  const [client] = useState(() => new LiveClient(options));
  useEffect(() => {
    client.start();
    return () => client.stop();
  }, [client]);
  return <LiveContext value={client}>{children}</LiveContext>;
}

export function useLive(): LiveClient {
  const client = useContext(LiveContext);
  if (client === undefined) throw new Error("useLive outside of LiveProvider");
  return client;
}

/** One row, or undefined while there is none. Re-renders only when this row changes. */
export function useRow<Rows, Kind extends keyof Rows & string>(
  topic: Topic<Rows>,
  kind: Kind,
  id: string,
): Rows[Kind] | undefined {
  const client = useLive();
  const name = topic.name;
  const subscribe = useCallback(
    (listener: () => void) => {
      const release = client.hold(name);
      const forget = client.store(name).listen(listener, kind, id);
      return () => {
        forget();
        release();
      };
    },
    [client, name, kind, id],
  );
  return useSyncExternalStore(subscribe, () => client.store(name).row(kind, id)) as Rows[Kind] | undefined;
}

const all = <T,>(rows: readonly T[]): readonly T[] => rows;

/**
 * What a selector makes of all rows of a kind. Re-renders only when that differs
 * from before (compared one level deep), so filter, sort and map as you like. The
 * selector may be written in place.
 */
export function useRows<Rows, Kind extends keyof Rows & string, T = readonly Rows[Kind][]>(
  topic: Topic<Rows>,
  kind: Kind,
  selector?: (rows: readonly Rows[Kind][]) => T,
): T {
  const client = useLive();
  const name = topic.name;
  const subscribe = useCallback(
    (listener: () => void) => {
      const release = client.hold(name);
      const forget = client.store(name).listen(listener, kind);
      return () => {
        forget();
        release();
      };
    },
    [client, name, kind],
  );
  const select = (selector ?? all) as (rows: readonly Rows[Kind][]) => T;
  const last = useRef<{ rows: readonly unknown[]; select: typeof select; value: T } | undefined>(undefined);
  return useSyncExternalStore(subscribe, () => {
    const rows = client.store(name).list(kind);
    const before = last.current;
    if (before !== undefined && before.rows === rows && before.select === select) return before.value;
    let value = select(rows as readonly Rows[Kind][]);
    if (before !== undefined && sameOneLevel(before.value, value)) value = before.value;
    last.current = { rows, select, value };
    return value;
  });
}

export interface TopicState {
  /** A snapshot has come: no rows means that there are none. */
  ready: boolean;
  error: FeedProblem | undefined;
}

/** Whether a topic's first snapshot has come, or why it will not. */
export function useTopicState<Rows>(topic: Topic<Rows>): TopicState {
  const client = useLive();
  const name = topic.name;
  const subscribe = useCallback(
    (listener: () => void) => {
      const release = client.hold(name);
      const forget = client.store(name).listen(listener);
      return () => {
        forget();
        release();
      };
    },
    [client, name],
  );
  const ready = useSyncExternalStore(subscribe, () => client.store(name).ready);
  const error = useSyncExternalStore(subscribe, () => client.store(name).error);
  return { ready, error };
}

export function useConnection(): Connection {
  const client = useLive();
  const subscribe = useCallback((listener: () => void) => client.listen(listener), [client]);
  return useSyncExternalStore(subscribe, () => client.connection);
}

/** Whether two values are the same, or the same one level deep (arrays and plain objects). */
export function sameOneLevel(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) => key in b && Object.is((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
