import { serviceOf } from "./services.ts";
import type { Given, KioskConfig, KioskService } from "./types.ts";

/** The one question on the screen, or its answer. */
export type Screen =
  | { at: "language" }
  | { at: "service"; folder?: string | undefined }
  | { at: "person"; service: KioskService; typed: string; unknown: boolean }
  | { at: "taking"; service: KioskService }
  | { at: "ticket"; given: Given }
  | { at: "trouble"; trouble: Trouble };

/** Why there is no ticket. */
export type Trouble = "closed" | "queue_full" | "no_numbers" | "fault";

export interface Flow {
  screen: Screen;
  /** The visitor's; the kiosk's own until it is chosen. */
  language: string;
}

export type Step =
  | { do: "language"; language: string }
  | { do: "choose"; service: KioskService }
  | { do: "unknown"; typed: string }
  | { do: "take" }
  | { do: "given"; given: Given }
  | { do: "trouble"; trouble: Trouble }
  | { do: "back" }
  | { do: "home" };

/** The first screen: which language, unless there is only one. */
export function home(config: KioskConfig): Flow {
  const language = config.language || config.languages[0] || "en";
  return { screen: { at: config.languages.length > 1 ? "language" : "service" }, language };
}

export function isHome(config: KioskConfig, flow: Flow): boolean {
  const { screen } = home(config);
  return screen.at === flow.screen.at && (flow.screen.at !== "service" || flow.screen.folder === undefined);
}

export function walk(config: KioskConfig, flow: Flow, step: Step): Flow {
  const to = (screen: Screen): Flow => ({ ...flow, screen });
  const { screen } = flow;
  switch (step.do) {
    case "language":
      return { language: step.language, screen: { at: "service" } };
    case "choose":
      if (!step.service.leaf) return to({ at: "service", folder: step.service.key });
      if (step.service.ask_person)
        return to({ at: "person", service: step.service, typed: "", unknown: false });
      return to({ at: "taking", service: step.service });
    case "unknown":
      return screen.at === "taking"
        ? to({ at: "person", service: screen.service, typed: step.typed, unknown: true })
        : flow;
    case "take":
      return screen.at === "person" ? to({ at: "taking", service: screen.service }) : flow;
    case "given":
      return to({ at: "ticket", given: step.given });
    case "trouble":
      return to({ at: "trouble", trouble: step.trouble });
    case "back":
      return back(config, flow);
    case "home":
      return home(config);
  }
}

function back(config: KioskConfig, flow: Flow): Flow {
  const { screen } = flow;
  const to = (folder: string | undefined): Flow => ({ ...flow, screen: { at: "service", folder } });
  if (screen.at === "person") return to(screen.service.parent);
  if (screen.at === "service" && screen.folder !== undefined)
    return to(serviceOf(config, screen.folder)?.parent);
  return home(config);
}
