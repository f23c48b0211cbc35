import { describe, expect, it } from "vitest";
import { dayOf, returnOf, waitOf } from "./times.ts";
import { languageOf, spoken, textIn, translator } from "./words.ts";

describe("the language", () => {
  it("is the first wish that inbox and widget speak", () => {
    expect(languageOf([undefined, "", "pt-BR", "en"], ["es", "pt", "en"])).toBe("pt");
    expect(languageOf(["de", "fr-CA"], ["es", "pt"])).toBe("es");
    expect(languageOf([" ES "], ["en", "es"])).toBe("es");
    expect(spoken(["fr", "it", "en"])).toEqual(["it", "en"]);
    expect(spoken(["fr"])).toEqual(["en", "es", "pt", "it"]);
  });

  it("counts as each language does", () => {
    const say = (language: "en" | "pt", count: number) => translator(language)("before", { count });
    expect(say("en", 1)).toBe("1 person before you");
    expect(say("en", 1200)).toBe("1,200 people before you");
    expect(say("pt", 0)).toBe("0 pessoa à sua frente");
    expect(say("pt", 1_000_000)).toBe("1.000.000 pessoas à sua frente");
  });

  it("leaves what people are called as it is", () => {
    expect(translator("en")("typing", { agent: "{{count}} $&" })).toBe("{{count}} $& is writing");
  });

  it("takes the organisation's words in the nearest language", () => {
    expect(textIn({ es: "Ayuda", en: "Help" }, "en", ["es"])).toBe("Help");
    expect(textIn({ es: "Ayuda", en: "Help" }, "it", ["es", "en"])).toBe("Ayuda");
    expect(textIn(undefined, "it", [])).toBe("");
  });
});

describe("times", () => {
  const t = translator("en");
  const now = new Date(2026, 10, 24, 18, 0);

  it("name the day as people do", () => {
    expect(dayOf(new Date(2026, 10, 24, 0, 1), now, "en", t)).toBe("Today");
    expect(dayOf(new Date(2026, 10, 23, 23, 59), now, "en", t)).toBe("Yesterday");
    expect(dayOf(new Date(2026, 10, 20, 8), now, "en", t)).toBe("Friday");
    expect(dayOf(new Date(2026, 9, 3, 8), now, "es", t)).toBe("3 de octubre");
  });

  it("say when somebody is back", () => {
    expect(returnOf(new Date(2026, 10, 24, 20, 0), now, "es")).toBe("20:00");
    expect(returnOf(new Date(2026, 10, 25, 9, 0), now, "es")).toBe("miércoles, 09:00");
  });

  it("say the wait in whole minutes", () => {
    expect(waitOf(30_000_000, t)).toBe("any moment now");
    expect(waitOf(60_000_000, t)).toBe("about 1 minute");
    expect(waitOf(90_000_000, t)).toBe("about 2 minutes");
  });
});
