import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { isDate } from "./day.ts";

/** The channels that have facts today; others come with their doors. */
export const channels = ["visit", "chat", "voice", "email", "callback", "task"] as const;
export type Channel = (typeof channels)[number];

export const divisions = ["queue", "site", "service", "agent", "hour"] as const;
export type Division = (typeof divisions)[number];

/** What is looked at. All of it is in the link, so that it can be sent on; the place is `at`. */
export interface Selection {
  /** Undefined: yesterday. */
  date: string | undefined;
  channel: Channel | undefined;
  division: Division;
  /** What stands beside every figure. */
  beside: "day" | "week";
  /** The least volume for a rank, and for a change to mean something. */
  least: number;
}

export const leastVolume = 20;

export function readSelection(search: URLSearchParams): Selection {
  const date = search.get("date");
  const channel = channels.find((known) => known === search.get("channel"));
  const least = Number.parseInt(search.get("least") ?? "", 10);
  return {
    date: isDate(date) ? date : undefined,
    channel,
    division: divisions.find((known) => known === search.get("by")) ?? "queue",
    beside: search.get("beside") === "week" ? "week" : "day",
    least: least >= 0 && least <= 100_000 ? least : leastVolume,
  };
}

/** The selection in the link, and the way to change it. */
export function useSelection() {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (next: Partial<Record<"date" | "channel" | "by" | "beside" | "least", string | undefined>>) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [key, value] of Object.entries(next)) {
            if (value === undefined || value === "") after.delete(key);
            else after.set(key, value);
          }
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return { selection: readSelection(search), change };
}
