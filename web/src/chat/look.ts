// The house's tokens with the inbox's accent: the only place where the widget's
// colours are made.

import { dark, light } from "@/theme/tokens.ts";
import { inkOn, mixed, readable } from "./colour.ts";
import type { SchemeName } from "./scheme.ts";

/** Custom properties for the widget's root. */
export function coloursOf(scheme: SchemeName, accent: string | undefined): Record<string, string> {
  const house = scheme === "dark" ? dark : light;
  const wanted = accent ?? house.brand;
  // Buttons and bubbles stand out from the panel (3:1); words in the accent are read (4.5:1).
  const fill = readable(wanted, house.surface, 3);
  return {
    "--surface": house.surface,
    "--raised": house.raised,
    "--line": house.line,
    "--edge": house.edge,
    "--text": house.text,
    "--muted": house.muted,
    "--accent": fill,
    "--ink": inkOn(fill),
    "--accent-text": readable(wanted, house.raised, 4.5),
    "--accent-soft": mixed(fill, house.surface, 0.12),
    "--good": house.state.ready.fill,
    "--wrong": house.state.breached.text,
    "--wrong-fill": house.state.breached.fill,
    "--wrong-soft": house.state.breached.soft,
    "--warn": house.state.at_risk.text,
    "--warn-soft": house.state.at_risk.soft,
  };
}
