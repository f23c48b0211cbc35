import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";
import type { components } from "../../api/schema.gen.ts";

export type Factor = components["schemas"]["SecondFactor"];
export type OpenSession = components["schemas"]["OpenSession"];

export const factorKey = ["account", "second factor"] as const;
export const sessionsKey = ["account", "sessions"] as const;
export const tokensKey = ["account", "tokens"] as const;

export function useFactor() {
  return useQuery({ queryKey: factorKey, queryFn: () => data(api.GET("/api/v1/me/second-factor")) });
}

export function useSessions() {
  return useQuery({ queryKey: sessionsKey, queryFn: () => data(api.GET("/api/v1/me/sessions")) });
}

export function useTokens() {
  return useQuery({ queryKey: tokensKey, queryFn: () => data(api.GET("/api/v1/me/tokens")) });
}
