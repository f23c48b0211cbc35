import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";
import { addUp, type FactQuery } from "./scope.ts";

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
        atOnce: known.reduce((sum, part) => sum + part.at_once, 0),
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

interface Page<Row> {
  items: Row[];
  next: Cursor | undefined;
}

/** The legs that a figure counts, page by page, one question after the other. */
export function useFigureLegs(kpi: string, queries: readonly FactQuery[], enabled: boolean) {
  return useRowPages("kpi-legs", kpi, queries, enabled, (query, after) =>
    data(api.GET("/api/v1/kpis/{name}/legs", asked(kpi, query, after))),
  );
}

/** The agent intervals that a figure counts, likewise. */
export function useFigureIntervals(kpi: string, queries: readonly FactQuery[], enabled: boolean) {
  return useRowPages("kpi-intervals", kpi, queries, enabled, (query, after) =>
    data(api.GET("/api/v1/kpis/{name}/intervals", asked(kpi, query, after))),
  );
}

function asked(name: string, query: FactQuery, after: string) {
  return { params: { path: { name }, query: { ...query, limit: page, ...(after && { after }) } } };
}

function useRowPages<Row>(
  what: string,
  kpi: string,
  queries: readonly FactQuery[],
  enabled: boolean,
  ask: (query: FactQuery, after: string) => Promise<{ items: Row[]; next?: string | undefined }>,
) {
  return useInfiniteQuery({
    queryKey: [what, kpi, queries],
    enabled: enabled && queries.length > 0,
    initialPageParam: { at: 0, after: "" } as Cursor,
    queryFn: async ({ pageParam }): Promise<Page<Row>> => {
      // A page may take several questions: many sites have few rows each.
      const found: Page<Row> = { items: [], next: pageParam };
      while (found.next !== undefined && found.items.length < page) {
        const { at, after }: Cursor = found.next;
        const query = queries[at];
        if (query === undefined) return { ...found, next: undefined };
        const answer = await ask(query, after);
        found.items.push(...answer.items);
        if (answer.next) found.next = { at, after: answer.next };
        else found.next = at + 1 < queries.length ? { at: at + 1, after: "" } : undefined;
      }
      return found;
    },
    getNextPageParam: (last) => last.next,
    staleTime: 10_000,
  });
}
