import { describe, expect, it } from "vitest";
import { contrast, inkOn, mixed, readable } from "./colour.ts";
import { coloursOf } from "./look.ts";

describe("the accent", () => {
  it("measures contrast as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(mixed("#ff0000", "#0000ff", 0.5)).toBe("#800080");
  });

  it.each(["#0b7285", "#ffff00", "#ffffff", "#000000", "#ff6600", "#808080", "#101515"])(
    "%s can be read in both schemes, whatever a house has chosen",
    (accent) => {
      for (const scheme of ["light", "dark"] as const) {
        const colours = coloursOf(scheme, accent);
        const of = (name: string): string => colours[name] ?? "";
        expect(contrast(of("--ink"), of("--accent"))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(of("--accent"), of("--surface"))).toBeGreaterThanOrEqual(3);
        for (const ground of ["--surface", "--raised", "--accent-soft"]) {
          expect(contrast(of("--accent-text"), of(ground)), ground).toBeGreaterThanOrEqual(
            ground === "--accent-soft" ? 3 : 4.5,
          );
          expect(contrast(of("--text"), of(ground)), ground).toBeGreaterThanOrEqual(4.5);
        }
      }
    },
  );

  it("leaves a colour alone that is readable already", () => {
    expect(readable("#0b7285", "#ffffff", 4.5)).toBe("#0b7285");
    expect(inkOn("#0b7285")).toBe("#ffffff");
    expect(inkOn("#ffff00")).toBe("#111818");
  });
});
