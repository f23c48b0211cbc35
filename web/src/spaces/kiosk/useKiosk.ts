import { useQuery } from "@tanstack/react-query";
import { ApiError } from "../../api/problem.ts";
import { forgetConfig, rememberConfig, rememberedConfig } from "./model/cache.ts";
import { mayComeRight } from "./model/issuer.ts";
import { serverOf } from "./model/server.ts";

const refresh_ms = 60_000;
const retry_ms = 5_000;

/** What this kiosk is: as the server says, or as it said last when it is away. */
export function useKiosk(token: string) {
  return useQuery({
    queryKey: ["kiosk", token],
    queryFn: async () => {
      try {
        const config = await serverOf(token).kiosk();
        rememberConfig(token, config);
        return config;
      } catch (error) {
        // A link that was replaced must not go on giving numbers after a reload.
        if (error instanceof ApiError && !mayComeRight(error)) forgetConfig(token);
        throw error;
      }
    },
    initialData: () => rememberedConfig(token),
    initialDataUpdatedAt: 0,
    // The browser's idea of being online is not ours.
    networkMode: "always",
    retry: false,
    refetchInterval: (query) => (query.state.status === "error" ? retry_ms : refresh_ms),
    refetchIntervalInBackground: true,
  });
}
