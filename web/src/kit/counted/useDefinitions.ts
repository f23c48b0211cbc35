import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";

/** What every KPI means: name, version, formula. It does not change while the page is open. */
export function useDefinitions() {
  return useQuery({
    queryKey: ["kpis"],
    queryFn: async () => (await data(api.GET("/api/v1/kpis"))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
