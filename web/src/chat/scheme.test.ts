import { describe, expect, it } from "vitest";
import { schemeOf } from "./scheme.ts";

const clear = "rgba(0, 0, 0, 0)";

describe("the scheme follows the page", () => {
  it.each([
    ["a white page on a dark device", ["rgb(255, 255, 255)", clear], "normal", true, "light"],
    ["a dark page on a light device", ["rgb(18, 18, 18)", clear], "normal", false, "dark"],
    ["the colour of html, where body has none", [clear, "rgb(10, 10, 20)"], "normal", false, "dark"],
    ["no colour and no color-scheme: browsers paint white", [clear, clear], "normal", true, "light"],
    ["a page that leaves it to the device", [clear, clear], "light dark", true, "dark"],
    ["the same on a light device", [clear, clear], "light dark", false, "light"],
    ["a page that is dark only", [clear, clear], "dark", false, "dark"],
    ["a colour that is written in another way", ["color(srgb 1 1 1)", clear], "light dark", true, "dark"],
  ] as const)("%s", (_, grounds, colorScheme, prefersDark, scheme) => {
    expect(schemeOf({ grounds: [...grounds], colorScheme, prefersDark })).toBe(scheme);
  });
});
