import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data } from "../../../api/client.ts";
import { ApiError, type FieldFault } from "../../../api/problem.ts";
import type { components } from "../../../api/schema.gen.ts";

import type { Draft } from "./draft.ts";
import { useFaultWords } from "./useFaultWords.ts";
import { useStudioDraft } from "./useStudioDraft.ts";

export type DraftCheck = components["schemas"]["DraftCheck"];
export type Effect = components["schemas"]["Effect"];
export type Warning = components["schemas"]["Warning"];

const typingPause_ms = 400;

/** What the server says of the draft: what it would do, or what is wrong with it. */
export function useCheck() {
  const { draft } = useStudioDraft();
  const [settled] = useDebouncedValue(draft, typingPause_ms);
  return useQuery({
    queryKey: ["studio-check", settled],
    queryFn: () => data(api.POST("/api/v1/studio/check", { body: { edits: bodyOf(settled) } })),
    enabled: settled.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
}

/** The draft as the API takes it. */
export function bodyOf(draft: Draft): components["schemas"]["Edit"][] {
  return draft.map((edit) => ({ ...edit }));
}

const nowhere: Record<string, string> = {};

/** What is wrong with one object of the draft, by path within its value. */
export function useMistakes(kind: string, key: string): Record<string, string> {
  const { draft } = useStudioDraft();
  const { error } = useCheck();
  const words = useFaultWords();
  return useMemo(() => {
    const index = draft.findIndex((edit) => edit.kind === kind && edit.key === key);
    if (index < 0) return nowhere;
    const faults = Object.entries(mistakesOf(error, index));
    return Object.fromEntries(faults.map(([path, fault]) => [path, words(fault)]));
  }, [draft, error, kind, key, words]);
}

/** The mistakes of one edit: `edits[2].value.steps[0].after` → `steps[0].after`. */
export function mistakesOf(error: unknown, index: number): Record<string, FieldFault> {
  const found: Record<string, FieldFault> = {};
  if (!(error instanceof ApiError)) return found;
  for (const fault of error.problem.errors ?? []) {
    const [, at, path] = /(?:^|\.)edits\[(\d+)\]\.value\.(.+)$/.exec(fault.location ?? "") ?? [];
    if (at !== undefined && path !== undefined && Number(at) === index) found[path] ??= fault;
  }
  return found;
}
