import { describe, expect, it } from "vitest";
import { type Flow, home, isHome, type Step, walk } from "./flow.ts";
import { choicesIn } from "./services.ts";
import type { KioskConfig, KioskService } from "./types.ts";

const service = (key: string, more: Partial<KioskService> = {}): KioskService => ({
  key,
  name: { en: key },
  leaf: true,
  ask_person: false,
  ...more,
});
const folder = service("accounts", { leaf: false });
const opening = service("opening", { parent: "accounts", ask_person: true });
const billing = service("billing", { prefix: "B" });
const empty = service("empty", { leaf: false });

const config: KioskConfig = {
  device: "k",
  name: "",
  site: "mixco",
  site_name: {},
  languages: ["es", "pt"],
  language: "pt",
  open: true,
  day: "2026-03-30",
  timezone: "UTC",
  services: [folder, opening, billing, empty],
  printer: false,
};

const steps = (...all: Step[]): Flow => all.reduce((flow, step) => walk(config, flow, step), home(config));
const spanish: Step = { do: "language", language: "es" };

describe("a visitor's way", () => {
  it("begins with the language, unless there is only one", () => {
    expect(home(config)).toEqual({ screen: { at: "language" }, language: "pt" });
    const one = { ...config, languages: ["es"], language: "" };
    expect(home(one)).toEqual({ screen: { at: "service" }, language: "es" });
    expect(isHome(one, home(one))).toBe(true);
  });

  it("goes through folders, and one by one back", () => {
    const inFolder = steps(spanish, { do: "choose", service: folder });
    expect(inFolder.screen).toEqual({ at: "service", folder: "accounts" });
    expect(walk(config, inFolder, { do: "back" }).screen).toEqual({ at: "service", folder: undefined });
    const asked = walk(config, inFolder, { do: "choose", service: opening });
    expect(asked.screen).toMatchObject({ at: "person", service: opening });
    expect(walk(config, asked, { do: "back" }).screen).toEqual({ at: "service", folder: "accounts" });
    const top = steps(spanish);
    expect(walk(config, top, { do: "back" }).screen).toEqual({ at: "language" });
  });

  it("asks who it is only where the service wants to know", () => {
    expect(steps(spanish, { do: "choose", service: billing }).screen.at).toBe("taking");
    expect(steps(spanish, { do: "choose", service: opening }).screen.at).toBe("person");
  });

  it("comes back to the question when nobody is found", () => {
    const flow = steps(
      spanish,
      { do: "choose", service: opening },
      { do: "take" },
      { do: "unknown", typed: "12" },
    );
    expect(flow.screen).toEqual({ at: "person", service: opening, typed: "12", unknown: true });
  });

  it("goes home in the kiosk's own language", () => {
    expect(steps(spanish, { do: "choose", service: billing }, { do: "home" })).toEqual(home(config));
    expect(isHome(config, steps(spanish))).toBe(false);
  });
});

it("leaves out folders that lead nowhere", () => {
  expect(choicesIn(config, undefined).map((each) => each.key)).toEqual(["accounts", "billing"]);
  expect(choicesIn(config, "accounts").map((each) => each.key)).toEqual(["opening"]);
});
