import { describe, expect, it } from "vitest";
import { dark, light, type Scheme, states } from "./tokens.ts";

// Relative luminance and contrast as WCAG 2.2 defines them
// (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
function luminance(colour: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

it("measures contrast as the standard does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe.each([
  ["light", light],
  ["dark", dark],
] as [string, Scheme][])("%s", (_, scheme) => {
  const grounds = [scheme.ground, scheme.surface, scheme.raised];

  it.each(["text", "muted", "brand"] as const)("%s is readable on every surface", (name) => {
    for (const ground of grounds) expect(contrast(scheme[name], ground)).toBeGreaterThanOrEqual(4.5);
  });

  it("brand is readable on its soft ground", () => {
    expect(contrast(scheme.brand, scheme.brandSoft)).toBeGreaterThanOrEqual(4.5);
  });

  it("edges of what can be operated are visible", () => {
    expect(contrast(scheme.edge, scheme.surface)).toBeGreaterThanOrEqual(3);
  });

  it.each(states)("%s is readable as text and visible as a fill", (state) => {
    const tone = scheme.state[state];
    for (const ground of [...grounds, tone.soft]) {
      expect(contrast(tone.text, ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(tone.fill, scheme.surface)).toBeGreaterThanOrEqual(3);
  });
});
