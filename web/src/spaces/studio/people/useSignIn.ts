import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, data } from "../../../api/client.ts";
import type { components } from "../../../api/schema.gen.ts";

export type UserSignIn = components["schemas"]["UserSignIn"];

const key = (user: string, part: string) => ["studio-sign-in", user, part];

/** How a user comes in, by the user's id. */
export function useUserSignIn(id: string) {
  return useQuery({
    queryKey: key(id, "ways"),
    queryFn: () => data(api.GET("/api/v1/users/{id}/sign-in", { params: { path: { id } } })),
  });
}

export function useUserTokens(id: string) {
  return useQuery({
    queryKey: key(id, "tokens"),
    queryFn: () => data(api.GET("/api/v1/users/{id}/tokens", { params: { path: { id } } })),
  });
}

/** Reads all of a user's sign-in again, after something was done about it. */
export function useRefreshSignIn(id: string): () => void {
  const queries = useQueryClient();
  return useCallback(
    () => void queries.invalidateQueries({ queryKey: ["studio-sign-in", id] }),
    [queries, id],
  );
}
