import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useConnection } from "../../live/hooks.tsx";
import { serverNow } from "../../live/time.ts";
import { Issuer } from "./model/issuer.ts";
import type { Contents } from "./model/journal.ts";
import { Journal } from "./model/journal.ts";
import { serverOf } from "./model/server.ts";
import type { KioskConfig } from "./model/types.ts";

const sync_ms = 10_000;

const clock = {
  now: serverNow,
  wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

export interface Standing {
  issuer: Issuer;
  journal: Journal;
  contents: Contents;
}

/**
 * Keeps the kiosk able to go on alone, and brings what it did alone to the
 * server as soon as that answers again.
 */
export function useStanding(token: string, config: KioskConfig): Standing {
  const [first] = useState(config);
  const journal = useMemo(() => new Journal(localStorage, first.device), [first.device]);
  const issuer = useMemo(() => new Issuer(serverOf(token), journal, clock, first), [token, journal, first]);
  const contents = useSyncExternalStore(journal.listen, journal.read);
  const connection = useConnection();
  const queries = useQueryClient();

  useEffect(() => issuer.learn(config), [config, issuer]);

  useEffect(() => {
    // The line came or went: whether the server answers, and what the branch is now.
    if (connection !== "connecting") void queries.invalidateQueries({ queryKey: ["kiosk", token] });
    // A server that does not answer is asked again at the next beat; the screen says so meanwhile.
    const sync = () => void issuer.sync().catch(() => undefined);
    sync();
    const timer = setInterval(sync, sync_ms);
    return () => clearInterval(timer);
  }, [connection, issuer, queries, token]);

  return { issuer, journal, contents };
}
