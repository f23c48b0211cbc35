import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useSyncExternalStore } from "react";
import { ApiError } from "../../api/problem.ts";
import { i18n } from "../../i18n/i18n.ts";
import { nearestLanguage } from "../../i18n/spoken.ts";
import { onTick, tickNow } from "../../kit/ticker.ts";
import { useConnection, useRows } from "../../live/hooks.tsx";
import { kioskTopic } from "../../live/topics.ts";
import { Frame } from "./Frame.tsx";
import { type Flow, home, isHome, type Step, type Trouble, walk } from "./model/flow.ts";
import { NoNumbers } from "./model/issuer.ts";
import { isOpen } from "./model/open.ts";
import { serverOf } from "./model/server.ts";
import { defaultPrefix, type KioskConfig, type KioskService } from "./model/types.ts";
import { ClosedScreen } from "./screens/ClosedScreen.tsx";
import { LanguageScreen } from "./screens/LanguageScreen.tsx";
import { PersonScreen } from "./screens/PersonScreen.tsx";
import { ServiceScreen } from "./screens/ServiceScreen.tsx";
import { TakingScreen } from "./screens/TakingScreen.tsx";
import { TicketScreen } from "./screens/TicketScreen.tsx";
import { TroubleScreen } from "./screens/TroubleScreen.tsx";
import { type Standing, useStanding } from "./useStanding.ts";

export interface DeviceProps {
  token: string;
  config: KioskConfig;
  /** The server did not answer when it was last asked. */
  away: boolean;
  /** The server runs another build than this page came from. */
  newBuild: boolean;
}

/** One kiosk: the visitor's way from screen to screen. */
export function Device({ token, config, away, newBuild }: DeviceProps) {
  const standing = useStanding(token, config);
  const [flow, walkOn] = useReducer((before: Flow, step: Step) => walk(config, before, step), config, home);
  const open = useOpen(config);
  const atHome = isHome(config, flow);
  const { take, takeKnown } = useTaking(token, config, flow, standing, walkOn);

  useEffect(() => {
    void i18n.changeLanguage(nearestLanguage(flow.language));
  }, [flow.language]);
  useEffect(() => {
    // Between two visitors nobody minds.
    if (newBuild && atHome && !away) location.reload();
  }, [newBuild, atHome, away]);

  const { screen } = flow;
  const shown = open || screen.at === "ticket" || screen.at === "trouble" || screen.at === "taking";
  return (
    <Frame
      config={config}
      flow={flow}
      standing={standing}
      away={away}
      walk={walkOn}
      atHome={atHome || !shown}
    >
      {!shown && <ClosedScreen config={config} />}
      {shown && screen.at === "language" && <LanguageScreen config={config} walk={walkOn} />}
      {shown && screen.at === "service" && (
        <ServiceScreen
          key={screen.folder}
          config={config}
          folder={screen.folder}
          choose={(service) => {
            walkOn({ do: "choose", service });
            if (service.leaf && !service.ask_person) void take(service);
          }}
        />
      )}
      {shown && screen.at === "person" && (
        <PersonScreen
          typed={screen.typed}
          unknown={screen.unknown}
          goOn={(person) => void takeKnown(screen.service, person)}
        />
      )}
      {screen.at === "taking" && <TakingScreen />}
      {screen.at === "ticket" && <TicketScreen config={config} given={screen.given} />}
      {screen.at === "trouble" && <TroubleScreen trouble={screen.trouble} />}
    </Frame>
  );
}

/** Whether the branch takes visitors: the live feed knows best, else what was said last. */
function useOpen(config: KioskConfig): boolean {
  const site = useRows(kioskTopic(config.site), "site", (rows) => rows[0]);
  const live = useConnection() === "open" ? site?.open : undefined;
  const reckoned = useSyncExternalStore(onTick, () => isOpen(config, tickNow()));
  return live ?? reckoned;
}

function useTaking(
  token: string,
  config: KioskConfig,
  { language }: Flow,
  { issuer }: Standing,
  walkOn: (step: Step) => void,
) {
  const queries = useQueryClient();

  const take = useCallback(
    async (service: KioskService, person?: string, known?: boolean) => {
      const prefix = service.prefix || defaultPrefix;
      const wish = { service: service.key, prefix, language, print: config.printer };
      try {
        const given = await issuer.issue({ ...wish, ...(person && { person }) });
        walkOn({ do: "given", given: { ...given, ...(known && { known }) } });
        // The screen should say soon that the server does not answer.
        if (given.offline) void queries.invalidateQueries({ queryKey: ["kiosk", token] });
      } catch (error) {
        walkOn({ do: "trouble", trouble: troubleOf(error) });
        void queries.invalidateQueries({ queryKey: ["kiosk", token] });
      }
    },
    [issuer, language, config.printer, walkOn, queries, token],
  );

  const takeKnown = useCallback(
    async (service: KioskService, person: string | undefined) => {
      walkOn({ do: "take" });
      if (person === undefined) return take(service);
      try {
        if (!(await serverOf(token).isKnown(person))) return walkOn({ do: "unknown", typed: person });
      } catch {
        // It cannot be looked up now; the server does it when the ticket comes in.
        return take(service, person);
      }
      return take(service, person, true);
    },
    [take, walkOn, token],
  );

  return { take, takeKnown };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof NoNumbers) return "no_numbers";
  if (!(error instanceof ApiError)) return "fault";
  return error.code === "closed" || error.code === "queue_full" ? error.code : "fault";
}
