import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";
import type { components } from "../../api/schema.gen.ts";
import { type Channel, divisions } from "./useSelection.ts";

export type DayReport = components["schemas"]["DayReport"];

/** One day at a place. */
export interface Asked {
  date: string;
  at: string;
  channel: Channel | undefined;
}

const query = ({ date, at, channel }: Asked) => ({ date, at, ...(channel && { channel }) });

/** A day with all its divisions. A day that is over hardly changes; today does. */
export function useDay(asked: Asked) {
  return useQuery({
    queryKey: ["report", asked],
    queryFn: () =>
      data(
        api.GET("/api/v1/reports/day", {
          params: { query: { ...query(asked), by: [...divisions], limit: 2000 } },
          querySerializer: { array: { style: "form", explode: false } },
        }),
      ),
    staleTime: 60_000,
    placeholderData: (before, last) =>
      (last?.queryKey[1] as Asked | undefined)?.at === asked.at ? before : undefined,
  });
}

/** Which part of the day a figure is of: the key of a row, "-" for none. */
export interface Narrow {
  queue?: string;
  site?: string;
  service?: string;
  agent?: string;
  hour?: string;
  reason?: string;
  result?: string;
  state?: "engaged" | "wrap_up" | "ready" | "not_ready";
  pause?: string;
}

/** The legs behind a figure, page by page. */
export function useReportLegs(
  asked: Asked,
  figure: string,
  narrow: Narrow,
  every: boolean,
  enabled: boolean,
) {
  const { state: _, pause: __, ...ofLegs } = narrow;
  return useInfiniteQuery({
    queryKey: ["report-legs", asked, figure, ofLegs, every],
    enabled,
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/v1/reports/day/legs", {
          params: {
            query: { ...query(asked), ...ofLegs, figure, every, ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
}

/** The agents' time behind a figure, likewise. */
export function useReportTimes(
  asked: Asked,
  figure: string,
  narrow: Narrow,
  every: boolean,
  enabled: boolean,
) {
  return useInfiniteQuery({
    queryKey: ["report-times", asked, figure, narrow, every],
    enabled,
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/v1/reports/day/intervals", {
          params: {
            query: { ...query(asked), ...narrow, figure, every, ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
  });
}
