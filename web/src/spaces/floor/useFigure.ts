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

interface Page {
  items: Leg[];
  next: Cursor | undefined;
}

function legsOf(kpi: string, query: FactQuery, after: string) {
  return data(
    api.GET("/api/v1/kpis/{name}/legs", {
      params: { path: { name: kpi }, query: { ...query, limit: page, ...(after && { after }) } },
    }),
  );
}

/** The legs that a figure counts, page by page, one question after the other. */
export function useFigureLegs(kpi: string, queries: readonly FactQuery[], enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ["kpi-legs", kpi, queries],
    enabled: enabled && queries.length > 0,
    initialPageParam: { at: 0, after: "" } as Cursor,
    queryFn: async ({ pageParam }): Promise<Page> => {
      // A page may take several questions: many sites have few legs each.
      const found: Page = { items: [], next: pageParam };
      while (found.next !== undefined && found.items.length < page) {
        const query = queries[found.next.at];
        if (query === undefined) return { ...found, next: undefined };
        const answer = await legsOf(kpi, query, found.next.after);
        found.items.push(...answer.items);
        found.next = answer.next
          ? { at: found.next.at, after: answer.next }
          : found.next.at + 1 < queries.length
            ? { at: found.next.at + 1, after: "" }
            : undefined;
      }
      return found;
    },
    getNextPageParam: (last) => last.next,
    staleTime: 10_000,
  });
}
