// The semantic tokens: every colour on a screen means something and comes from
// here. Each state has three uses, measured for contrast in tokens.test.ts:
// text (4.5:1 on every surface and on its own soft ground), fill (3:1: dots,
// bars, lines) and soft (a ground for text).

export const states = [
  "ready",
  "engaged",
  "wrap_up",
  "not_ready",
  "offline",
  "on_target",
  "at_risk",
  "breached",
] as const;

export type State = (typeof states)[number];

export interface Tone {
  text: string;
  fill: string;
  soft: string;
}

export interface Scheme {
  /** The page behind everything. */
  ground: string;
  /** Cards, bars, tables. */
  surface: string;
  /** Table heads, wells, hovered rows. */
  raised: string;
  /** The hairline between things. */
  line: string;
  /** The edge of things that can be operated (3:1 on the surface). */
  edge: string;
  text: string;
  /** Secondary text: still 4.5:1 on every surface. */
  muted: string;
  brand: string;
  brandSoft: string;
  state: Record<State, Tone>;
}

const green = { text: "#136c3a", fill: "#23975a", soft: "#e6f4ec" };
const amber = { text: "#8a5200", fill: "#c67c0b", soft: "#fcf1de" };
const darkGreen = { text: "#68cf97", fill: "#3aa76d", soft: "#16291f" };
const darkAmber = { text: "#f0b65a", fill: "#d18f27", soft: "#2e2415" };

export const light: Scheme = {
  ground: "#f5f7f7",
  surface: "#ffffff",
  raised: "#f0f3f3",
  line: "#dfe4e4",
  edge: "#869292",
  text: "#172020",
  muted: "#566262",
  brand: "#11605f",
  brandSoft: "#e3f0ef",
  state: {
    ready: green,
    engaged: { text: "#1f5fae", fill: "#2f7bd3", soft: "#e7f0fb" },
    wrap_up: { text: "#6a42b0", fill: "#8a63d2", soft: "#f1ebfb" },
    not_ready: amber,
    offline: { text: "#566262", fill: "#808c8c", soft: "#edf0f0" },
    on_target: green,
    at_risk: amber,
    breached: { text: "#b3261e", fill: "#d63b32", soft: "#fdebe9" },
  },
};

export const dark: Scheme = {
  ground: "#101515",
  surface: "#161c1c",
  raised: "#1e2626",
  line: "#2b3535",
  edge: "#6a7878",
  text: "#e4eaea",
  muted: "#9aa8a8",
  brand: "#6cc1be",
  brandSoft: "#15302f",
  state: {
    ready: darkGreen,
    engaged: { text: "#86b7f5", fill: "#4d8fe0", soft: "#17263a" },
    wrap_up: { text: "#bfa3f3", fill: "#9775dd", soft: "#261f38" },
    not_ready: darkAmber,
    offline: { text: "#9aa8a8", fill: "#7c8989", soft: "#222a2a" },
    on_target: darkGreen,
    at_risk: darkAmber,
    breached: { text: "#ff8f86", fill: "#e5534a", soft: "#371a18" },
  },
};

/** The tokens of a scheme as CSS variables: --state-wrap-up-fill, --surface, … */
export function variables(scheme: Scheme): Record<string, string> {
  const result: Record<string, string> = {
    "--ground": scheme.ground,
    "--surface": scheme.surface,
    "--raised": scheme.raised,
    "--line": scheme.line,
    "--edge": scheme.edge,
    "--text": scheme.text,
    "--muted": scheme.muted,
    "--brand": scheme.brand,
    "--brand-soft": scheme.brandSoft,
  };
  for (const state of states) {
    const name = state.replaceAll("_", "-");
    const tone = scheme.state[state];
    result[`--state-${name}`] = tone.text;
    result[`--state-${name}-fill`] = tone.fill;
    result[`--state-${name}-soft`] = tone.soft;
  }
  return result;
}

/** The CSS variable of a state's text, fill or soft ground. */
export function stateColour(state: State, use: keyof Tone = "text"): string {
  const suffix = use === "text" ? "" : `-${use}`;
  return `var(--state-${state.replaceAll("_", "-")}${suffix})`;
}
