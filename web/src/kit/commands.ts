import type { ReactNode } from "react";
import { useEffect, useRef, useSyncExternalStore } from "react";

// What the palette (Ctrl K) can do and find. A screen adds its own while it is open.

export interface Command {
  id: string;
  label: string;
  /** The heading it stands under. */
  group: string;
  description?: string;
  icon?: ReactNode;
  /** It is about what is open now, and stands before the others. */
  first?: boolean;
  /** Shown beside it; the key itself is bound with useHotkey. */
  keys?: string;
  run: () => void;
}

/** Finds things for what was typed: customers, contacts. Called only for two letters or more. */
export type Search = (query: string, signal: AbortSignal) => Promise<Command[]>;

const sources = new Map<string, readonly Command[]>();
const searches = new Map<string, Search>();
const readers = new Set<() => void>();
let commands: readonly Command[] = [];

function changed(): void {
  const list = [...sources.values()].flat();
  commands = [...list.filter((command) => command.first), ...list.filter((command) => !command.first)];
  for (const reader of [...readers]) reader();
}

/** Adds commands under the source's name while the caller is mounted. Memoise the list. */
export function useCommands(source: string, list: readonly Command[]): void {
  useEffect(() => {
    sources.set(source, list);
    changed();
    return () => {
      sources.delete(source);
      changed();
    };
  }, [source, list]);
}

/** Adds a search under the source's name while the caller is mounted. */
export function useSearch(source: string, search: Search): void {
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  useEffect(() => {
    searches.set(source, (query, signal) => latest.current(query, signal));
    return () => {
      searches.delete(source);
    };
  }, [source]);
}

export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => commands,
  );
}

/** Asks all searches at once. One that fails finds nothing; the others still do. */
export async function searchAll(query: string, signal: AbortSignal): Promise<Command[]> {
  const found = await Promise.allSettled([...searches.values()].map((search) => search(query, signal)));
  return found.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
}
