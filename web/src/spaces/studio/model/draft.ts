import { useSyncExternalStore } from "react";
import type { components } from "../../../api/schema.gen.ts";

// What somebody has changed and not yet published. It is kept in the browser, by
// user, so that a reload or an outage loses nothing; the server checks it whole.

/** An object's document. */
export type Value = Record<string, unknown>;

export type StudioObject = Omit<components["schemas"]["StudioObject"], "value"> & { value: Value };

export interface DraftEdit {
  kind: string;
  key: string;
  /** null removes the object. */
  value: Value | null;
  /** The tag of the object that was edited; absent for a new one. */
  was?: string;
  /** Moves it in its list, from 1. */
  place?: number;
}

export type Draft = readonly DraftEdit[];

const same = (a: { kind: string; key: string }, b: { kind: string; key: string }) =>
  a.kind === b.kind && a.key === b.key;

/** The draft with an edit in it, in place of what it said of that object before. */
export function withEdit(draft: Draft, edit: DraftEdit): Draft {
  const at = draft.findIndex((other) => same(other, edit));
  return at < 0 ? [...draft, edit] : draft.with(at, edit);
}

/** The draft without what it says of an object. */
export function withoutEdit(draft: Draft, kind: string, key: string): Draft {
  return draft.filter((edit) => !same(edit, { kind, key }));
}

/** The edit of an object to a new value; none when that is what it is already. */
export function editOf(draft: Draft, object: StudioObject, value: Value | null): Draft {
  const { kind, key } = object;
  const isNew = object.tag === "";
  const unchanged = value !== null ? equal(value, object.value) && !isNew : isNew;
  const before = draft.find((edit) => same(edit, object));
  if (unchanged && before?.place === undefined) return withoutEdit(draft, kind, key);
  return withEdit(draft, {
    kind,
    key,
    value,
    ...(!isNew && { was: object.tag }),
    ...(before?.place !== undefined && { place: before.place }),
  });
}

/** Whether two documents say the same, whatever the order of their fields. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => equal((a as Value)[key], (b as Value)[key]));
}

/** How an object stands against the draft. */
export type Mark = "added" | "changed" | "removed" | undefined;

export interface Drafted {
  object: StudioObject;
  /** As the draft wants it. */
  value: Value;
  mark: Mark;
}

/** The objects of a kind as they will be: the server's with the draft laid over them. */
export function overlaid(objects: readonly StudioObject[], draft: Draft, kind: string): Drafted[] {
  const edits = draft.filter((edit) => edit.kind === kind);
  const rows = objects.map((object): Drafted => {
    const edit = edits.find((other) => other.key === object.key);
    if (edit === undefined) return { object, value: object.value, mark: undefined };
    if (edit.value === null) return { object, value: object.value, mark: "removed" };
    return { object, value: edit.value, mark: "changed" };
  });
  const added = edits.filter(
    (edit) => edit.value !== null && !objects.some((object) => object.key === edit.key),
  );
  return [
    ...rows,
    ...added.map((edit) => ({ object: fresh(edit), value: edit.value ?? {}, mark: "added" as const })),
  ];
}

function fresh(edit: DraftEdit): StudioObject {
  return { kind: edit.kind, key: edit.key, value: edit.value ?? {}, tag: "", editable: true };
}

// ── kept in the browser ─────────────────────────────────────────────────────

const readers = new Set<() => void>();
const kept = new Map<string, Draft>();
const nothing: Draft = [];

const storageKey = (user: string) => `turno.studio.draft.${user}`;

function load(user: string): Draft {
  const known = kept.get(user);
  if (known !== undefined) return known;
  let draft: Draft = nothing;
  try {
    const text = localStorage.getItem(storageKey(user));
    const parsed: unknown = text === null ? [] : JSON.parse(text);
    if (Array.isArray(parsed) && parsed.length > 0) draft = parsed as DraftEdit[];
  } catch {
    // Storage that is shut or broken keeps nothing; the draft lives as long as the page.
  }
  kept.set(user, draft);
  return draft;
}

function save(user: string, draft: Draft): void {
  kept.set(user, draft);
  try {
    if (draft.length === 0) localStorage.removeItem(storageKey(user));
    else localStorage.setItem(storageKey(user), JSON.stringify(draft));
  } catch {
    // As in load.
  }
  for (const reader of [...readers]) reader();
}

/** The draft of a user, and how to change it. */
export function useDraft(user: string): [Draft, (change: (draft: Draft) => Draft) => void] {
  const draft = useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => load(user),
  );
  return [draft, (change) => save(user, change(load(user)))];
}
