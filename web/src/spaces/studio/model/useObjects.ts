import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data } from "../../../api/client.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { type Drafted, overlaid, type StudioObject, type Value } from "./draft.ts";
import { words } from "./path.ts";
import { useStudioDraft } from "./useStudioDraft.ts";

const page = 200;

/** Everything of a kind; a large organisation comes in several pages. */
async function fetchAll(kind: string): Promise<StudioObject[]> {
  const all: StudioObject[] = [];
  let after: string | undefined;
  do {
    const query = { kind, limit: page, ...(after !== undefined && { after }) };
    const { items, next } = await data(api.GET("/api/v1/studio/objects", { params: { query } }));
    all.push(...(items as StudioObject[]));
    after = next;
  } while (after !== undefined);
  return all;
}

export const objectsKey = "studio-objects";

/** The objects of a kind as the server has them. */
export function useObjects(kind: string) {
  return useQuery({ queryKey: [objectsKey, kind], queryFn: () => fetchAll(kind) });
}

/** The objects of a kind as they will be when the draft is published. */
export function useDrafted(kind: string) {
  const { draft } = useStudioDraft();
  const query = useObjects(kind);
  const rows = useMemo(
    () => (query.data === undefined ? undefined : overlaid(query.data, draft, kind)),
    [query.data, draft, kind],
  );
  return { ...query, rows };
}

/** The word for an object: its name in the reader's language, else its key. */
export function useTitle(): (value: Value, key: string) => string {
  const format = useFormat();
  return useMemo(() => (value, key) => titleOf(value, key, format.text), [format]);
}

export function titleOf(value: Value, key: string, text: (words: Record<string, string>) => string): string {
  const named = value["name"] ?? value["text"];
  const title = typeof named === "string" ? named : text(words(named));
  return title === "" ? key : title;
}

export interface Option {
  value: string;
  label: string;
}

/** The objects of a kind to choose from: without those that the draft removes. */
export function useOptions(kind: string, only?: (value: Value) => boolean): Option[] {
  const { rows } = useDrafted(kind);
  const title = useTitle();
  return useMemo(() => optionsOf(rows ?? [], title, only), [rows, title, only]);
}

function optionsOf(
  rows: readonly Drafted[],
  title: (value: Value, key: string) => string,
  only?: (value: Value) => boolean,
): Option[] {
  return rows
    .filter((row) => row.mark !== "removed" && (only === undefined || only(row.value)))
    .map((row) => ({ value: row.object.key, label: title(row.value, row.object.key) }));
}
