import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { api, data } from "../../../api/client.ts";
import { type Filters, filterNames, queryOf } from "./filters.ts";

const page = 50;

/** The filters in the address of the page, and how they are changed. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(
    () => Object.fromEntries(filterNames.map((name) => [name, params.get(name) ?? ""])) as unknown as Filters,
    [params],
  );
  const change = (wanted: Partial<Filters>) => {
    const next = Object.entries({ ...filters, ...wanted }).filter(([, value]) => value !== "");
    setParams(new URLSearchParams(next), { replace: true });
  };
  return [filters, change];
}

/** The lines that are asked for, newest first, page by page. */
export function useAuditLog(filters: Filters) {
  return useInfiniteQuery({
    queryKey: ["studio-audit", filters],
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/v1/audit", {
          params: {
            query: { ...queryOf(filters), limit: page, ...(pageParam !== "" && { after: pageParam }) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
}
