import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { textIn } from "../i18n/useFormat.ts";
import { api, data } from "./client.ts";
import type { components } from "./schema.gen.ts";

export type Organisation = components["schemas"]["Directory"];

/** The organisation: its tree, and the names of everything that rows carry as keys. */
export function useOrganisation() {
  return useQuery({
    queryKey: ["organisation"],
    queryFn: () => data(api.GET("/api/v1/organisation")),
    // Configuration changes seldom; a screen that is open all day still sees it.
    staleTime: 60_000,
    refetchInterval: 300_000,
  });
}

type Word = (key: string | undefined) => string;

/** The reader's word for every kind of key. An unknown key is its own word, no key is "". */
export interface Names {
  region: Word;
  site: Word;
  team: Word;
  skill: Word;
  segment: Word;
  program: Word;
  /** Also of a queue at a site, `billing@mixco`. */
  queue: Word;
  profile: Word;
  service: Word;
  counter: Word;
  inbox: Word;
  reason: Word;
  outcome: Word;
  notReady: Word;
}

interface Named {
  key: string;
  name: Record<string, string> | string;
}

export function namesOf(organisation: Organisation | undefined, language: string): Names {
  const word = (list: readonly Named[] | null | undefined): Word => {
    const words = new Map<string, string>();
    for (const { key, name } of list ?? [])
      words.set(key, typeof name === "string" ? name : textIn(name, language));
    return (key) => {
      if (key === undefined) return "";
      return words.get(key) ?? words.get(key.split("@", 1)[0] ?? "") ?? key;
    };
  };
  return {
    region: word(organisation?.regions),
    site: word(organisation?.sites),
    team: word(organisation?.teams),
    skill: word(organisation?.skills),
    segment: word(organisation?.segments),
    program: word(organisation?.programs),
    queue: word(organisation?.queues),
    profile: word(organisation?.profiles),
    service: word(organisation?.services),
    counter: word(organisation?.counters),
    inbox: word(organisation?.inboxes),
    reason: word(organisation?.reasons),
    outcome: word(organisation?.dispositions),
    notReady: word(organisation?.not_ready_reasons),
  };
}

/** Names in the reader's language. */
export function useNames(): Names {
  const { i18n } = useTranslation();
  const { data: organisation } = useOrganisation();
  return useMemo(() => namesOf(organisation, i18n.language), [organisation, i18n.language]);
}
