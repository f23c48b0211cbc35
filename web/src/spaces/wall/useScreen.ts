import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";
import { ApiError } from "../../api/problem.ts";
import type { components } from "../../api/schema.gen.ts";

export type Screen = components["schemas"]["Screen"];

/** What this wall is, by the token in its link. It is asked until it is known, and again every few minutes. */
export function useScreen(token: string) {
  return useQuery({
    queryKey: ["wall", token],
    queryFn: () => data(api.GET("/api/v1/walls/{token}", { params: { path: { token } } })),
    // A wall hangs there alone: only a link that is none is given up.
    retry: (_, error) => !isDead(error),
    retryDelay: 5_000,
    refetchInterval: 300_000,
  });
}

/** The link is of no wall (any more). */
export function isDead(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "not_found" || error.code === "unauthenticated");
}
