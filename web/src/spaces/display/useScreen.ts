import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../api/client.ts";
import { isPassing } from "../../api/problem.ts";
import type { components } from "../../api/schema.gen.ts";

export type Screen = Omit<components["schemas"]["Screen"], "languages"> & { languages: string[] };

const retry_ms = 3_000;
const refresh_ms = 300_000;

/** What this display is. It keeps asking while the server is away. */
export function useScreen(token: string) {
  return useQuery<Screen>({
    queryKey: ["display", token],
    queryFn: async () => {
      const params = { path: { token } };
      const signal = AbortSignal.timeout(5_000);
      const screen = await data(api.GET("/api/v1/displays/{token}", { params, signal }));
      return { ...screen, languages: screen.languages ?? [] };
    },
    networkMode: "always",
    retry: false,
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }) =>
      state.status === "error" && isPassing(state.error) ? retry_ms : refresh_ms,
  });
}
