import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";
import type { components } from "../../api/schema.gen.ts";
import type { Leg } from "./legs.ts";
import { addUp, type FactQuery } from "./scope.ts";

export type Definition = components["schemas"]["Definition"];

/** What every KPI means: name, version, formula. It does not change while the page is open. */
export function useDefinitions() {
  return useQuery({
    queryKey: ["kpis"],
    queryFn: async () => (await data(api.GET("/api/v1/kpis"))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A KPI over the facts of several questions, added up. */
export function useFigureValue(kpi: string, unit: string, queries: readonly FactQuery[]) {
  return useQueries({
    queries: queries.map((query) => ({
      queryKey: ["kpi", kpi, query],
      queryFn: () => data(api.GET("/api/v1/kpis/{name}", { params: { path: { name: kpi }, query } })),
      staleTime: 10_000,
    })),
    combine: (answers) => {
      const parts = answers.map((answer) => answer.data);
      const known = parts.filter((part) => part !== undefined);
      return {
        ready: known.length === parts.length,
        error: answers.find((answer) => answer.isError)?.error ?? undefined,
        ...addUp(known, unit),
      };
    },
  });
}

const page = 200;

interface Cursor {
  /** Which of the questions. */
  at: number;
  after: string;
}

/** The legs that a figure counts, page by page, one question after the other. */
export function useFigureLegs(kpi: string, queries: readonly FactQuery[], enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ["kpi-legs", kpi, queries],
    enabled: enabled && queries.length > 0,
    initialPageParam: { at: 0, after: "" } as Cursor,
    queryFn: async ({ pageParam }): Promise<{ items: Leg[]; next: Cursor | undefined }> => {
      const query = queries[pageParam.at];
      if (query === undefined) return { items: [], next: undefined };
      const answer = await data(
        api.GET("/api/v1/kpis/{name}/legs", {
          params: {
            path: { name: kpi },
            query: { ...query, limit: page, ...(pageParam.after && { after: pageParam.after }) },
          },
        }),
      );
      const next = answer.next
        ? { at: pageParam.at, after: answer.next }
        : pageParam.at + 1 < queries.length
          ? { at: pageParam.at + 1, after: "" }
          : undefined;
      return { items: answer.items, next };
    },
    getNextPageParam: (last) => last.next,
    staleTime: 10_000,
  });
}
