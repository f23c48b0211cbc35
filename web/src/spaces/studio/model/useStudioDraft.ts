import { createContext, useContext } from "react";
import {
  type Draft,
  type DraftEdit,
  editOf,
  type StudioObject,
  type Value,
  withEdit,
  withoutEdit,
} from "./draft.ts";

/** The draft of whoever is in Studio, and the ways to change it. */
export interface StudioDraft {
  draft: Draft;
  /** What an object is to be; null removes it. */
  edit: (object: StudioObject, value: Value | null) => void;
  /** Adds what the server has drafted: a copy, a table, an undo. */
  add: (edits: readonly DraftEdit[]) => void;
  /** Moves an object in its list, from 1. */
  move: (object: StudioObject, value: Value, place: number) => void;
  forget: (kind: string, key: string) => void;
  clear: () => void;
}

export const StudioDraftContext = createContext<StudioDraft | undefined>(undefined);

export function useStudioDraft(): StudioDraft {
  const draft = useContext(StudioDraftContext);
  if (draft === undefined) throw new Error("useStudioDraft outside of Studio");
  return draft;
}

/** The ways to change a draft, by how it is kept. */
export function draftActs(draft: Draft, change: (to: (draft: Draft) => Draft) => void): StudioDraft {
  return {
    draft,
    edit: (object, value) => change((now) => editOf(now, object, value)),
    add: (edits) => change((now) => edits.reduce(withEdit, now)),
    move: (object, value, place) =>
      change((now) =>
        withEdit(now, {
          kind: object.kind,
          key: object.key,
          value,
          place,
          ...(object.tag !== "" && { was: object.tag }),
        }),
      ),
    forget: (kind, key) => change((now) => withoutEdit(now, kind, key)),
    clear: () => change(() => []),
  };
}
