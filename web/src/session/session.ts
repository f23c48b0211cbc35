import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext } from "react";
import { api, data, setCsrf } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import type { components } from "../api/schema.gen.ts";

export type Me = components["schemas"]["Me"];

/** Permissions as the server names them (docs/PERMISSIONS.md). */
export type Permission = components["schemas"]["TokenScope"]["permissions"][number];

export const sessionKey = ["session"] as const;
const askAgain_ms = 3_000;

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
  return useQuery({
    queryKey: sessionKey,
    queryFn: whoAmI,
    staleTime: Number.POSITIVE_INFINITY,
    // A page opened while the server is away comes to itself when it is back.
    refetchInterval: (query) => (query.state.status === "error" ? askAgain_ms : false),
  });
}

/** The signed-in user, for what the frame holds: they stay who they are until it is gone. */
export const MeContext = createContext<Me | undefined>(undefined);

/** The signed-in user; only inside the frame. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error("useMe outside the frame");
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

/** The first step; nobody is signed in yet when the answer's `step` says that a code is due. */
export function useSignIn(): (login: string, password: string) => Promise<Me> {
  const welcome = useWelcome();
  return async (login, password) =>
    welcome(await data(api.POST("/api/v1/session", { body: { login, password } })));
}

/** The second step: a code of the app, or a recovery code. */
export function useSecondStep(): (code: string) => Promise<Me> {
  const welcome = useWelcome();
  return async (code) => welcome(await data(api.POST("/api/v1/session/code", { body: { code } })));
}

function useWelcome(): (me: Me) => Me {
  const queries = useQueryClient();
  return (me) => {
    setCsrf(me.csrf);
    if (me.step === undefined) queries.setQueryData(sessionKey, me);
    return me;
  };
}

/**
 * Ends the session, and an agent's presence on the floor with it: nobody is left
 * behind who would be offered visitors. Refused (`conflict`) while works are in hand.
 */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    if (queries.getQueryData<Me | null>(sessionKey)?.agent) await leaveTheFloor();
    await data(api.DELETE("/api/v1/session"));
    setCsrf(undefined);
    queries.setQueryData(sessionKey, null);
    // What the last person saw is not the next one's to see.
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
  };
}

async function leaveTheFloor(): Promise<void> {
  try {
    await data(api.POST("/api/v1/desk/sign-out", { body: {} }));
  } catch (error) {
    // Works in hand are a reason to stay; not to have been on the floor is none.
    if (error instanceof ApiError && error.code === "conflict") throw error;
  }
}
