import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, data, setCsrf } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import type { components } from "../api/schema.gen.ts";

export type Me = components["schemas"]["Me"];

/** Permissions as the server names them (docs/ARCHITECTURE.md, auth). */
export type Permission =
  | "desk.use"
  | "floor.view"
  | "floor.act"
  | "agent.manage"
  | "work.manage"
  | "contact.view"
  | "customer.view"
  | "customer.edit"
  | "report.view"
  | "fact.export"
  | "org.view"
  | "org.edit"
  | "user.manage"
  | "device.view"
  | "ticket.issue"
  | "system.manage";

export const sessionKey = ["session"] as const;

async function whoAmI(): Promise<Me | null> {
  try {
    const me = await data(api.GET("/api/v1/me"));
    setCsrf(me.csrf);
    return me;
  } catch (error) {
    if (error instanceof ApiError && error.code === "unauthenticated") return null;
    throw error;
  }
}

/** Who is signed in: undefined while asking, null for nobody. */
export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: whoAmI, staleTime: Number.POSITIVE_INFINITY });
}

/** The signed-in user; only below RequireSession. */
export function useMe(): Me {
  const { data: me } = useSession();
  if (!me) throw new Error("useMe without a session");
  return me;
}

/**
 * Whether the signed-in user has a permission at some node of the tree
 * (`me.permissions` says at which). The server has the last word.
 */
export function useMay(): (permission: Permission) => boolean {
  const { data: me } = useSession();
  return useCallback((permission: Permission) => (me?.permissions[permission]?.length ?? 0) > 0, [me]);
}

export function useSignIn(): (login: string, password: string) => Promise<Me> {
  const queries = useQueryClient();
  return async (login, password) => {
    const me = await data(api.POST("/api/v1/session", { body: { login, password } }));
    setCsrf(me.csrf);
    queries.setQueryData(sessionKey, me);
    return me;
  };
}

export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await data(api.DELETE("/api/v1/session"));
    setCsrf(undefined);
    queries.clear();
    queries.setQueryData(sessionKey, null);
  };
}
