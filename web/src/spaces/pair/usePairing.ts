import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";
import { ApiError } from "../../api/problem.ts";
import type { components } from "../../api/schema.gen.ts";
import type { DeviceKind } from "../../kit/device.ts";

export type Pairing = components["schemas"]["Pairing"];

const askEvery_ms = 2_000;
const tryAgain_ms = 5_000;
const patience_ms = 5_000;

const keyOf = (kind: DeviceKind | undefined) => `turno.pairing.${kind ?? "any"}`;

/** What became of the question that this browser asked before; undefined when it is over. */
async function asked(kind: DeviceKind | undefined): Promise<Pairing | undefined> {
  const secret = localStorage.getItem(keyOf(kind));
  if (secret === null) return undefined;
  try {
    const params = { path: { token: secret } };
    return await data(
      api.GET("/api/v1/pairings/{token}", { params, signal: AbortSignal.timeout(patience_ms) }),
    );
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "unauthenticated")) throw error;
    localStorage.removeItem(keyOf(kind));
    return undefined;
  }
}

async function ask(kind: DeviceKind | undefined): Promise<Pairing> {
  const body = kind === undefined ? {} : { kind };
  const answer = await data(api.POST("/api/v1/pairings", { body, signal: AbortSignal.timeout(patience_ms) }));
  // A page that is loaded anew shows the same code.
  localStorage.setItem(keyOf(kind), answer.secret);
  return answer;
}

/** The secret has done its work. */
export function forgetQuestion(kind: DeviceKind | undefined): void {
  localStorage.removeItem(keyOf(kind));
}

/** The code to show, and then the key: asked until somebody has typed the code, a new code when one is over. */
export function usePairing(kind: DeviceKind | undefined) {
  return useQuery({
    queryKey: ["pairing", kind ?? "any"],
    queryFn: async () => (await asked(kind)) ?? (await ask(kind)),
    gcTime: 0,
    networkMode: "always",
    retry: false,
    refetchInterval: ({ state }) => (state.status === "error" ? tryAgain_ms : askEvery_ms),
    refetchIntervalInBackground: true,
  });
}
