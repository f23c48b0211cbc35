import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, data } from "../../api/client.ts";
import { useLive, useRows } from "../../live/hooks.tsx";
import { turnTopic } from "../../live/topics.ts";
import type { Page, Row } from "./model/view.ts";

const retry_ms = 5_000;

export const turnKey = (token: string) => ["turn", token] as const;

/** The ticket as it is when the page is opened. */
export function useTurnPage(token: string) {
  return useQuery<Page>({
    queryKey: turnKey(token),
    queryFn: () => data(api.GET("/api/v1/turns/{token}", { params: { path: { token } } })),
    networkMode: "always",
    retry: false,
    // A ticket that a kiosk gave while it was cut off is known a little later.
    refetchInterval: (query) => (query.state.status === "error" ? retry_ms : false),
  });
}

/** What the feed says of it; at once when the phone is taken out of the pocket. */
export function useTurnRow(token: string): Row | undefined {
  const live = useLive();
  useEffect(() => {
    const wake = () => {
      if (!document.hidden) live.retryNow();
    };
    document.addEventListener("visibilitychange", wake);
    return () => document.removeEventListener("visibilitychange", wake);
  }, [live]);
  return useRows(turnTopic(token), "turn", (rows) => rows[0]);
}
