import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import i18next, { type TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { namesOf } from "../../api/organisation.ts";
import { languages } from "../../i18n/languages.ts";
import { whyWords } from "./useWhyWords.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const engine = readFileSync(here("../../../../internal/routing/words.go"), "utf8");
const fixed = [...engine.matchAll(/word[A-Z]\w+: +"([a-z_]+)"/g)].map((match) => match[1] ?? "");

async function wordsIn(language: string) {
  const i18n = i18next.createInstance();
  const words: unknown = JSON.parse(readFileSync(here(`i18n/${language}.json`), "utf8"));
  await i18n.init({
    lng: language,
    ns: ["why"],
    defaultNS: "why",
    resources: { [language]: { why: words as Record<string, string> } },
    interpolation: { escapeValue: false },
  });
  return whyWords(i18n.t as TFunction<"why">, namesOf(undefined, language));
}

const s = 1_000_000;

it("reads the engine's own list", () => {
  expect(fixed).toContain("longer_idle_exists");
  expect(fixed.length).toBeGreaterThan(15);
});

describe.each(languages)("in %s", (language) => {
  it("every term of the engine has words", async () => {
    const words = await wordsIn(language);
    const terms = [
      ...fixed,
      "skill:pt<3",
      "busy:visit",
      "busy:moon",
      "not_ready:lunch",
      "not_ready:no_answer",
    ];
    for (const word of [
      ...terms,
      "not_ready:",
      "not_ready:disconnected",
      "not_ready:signed_in",
      "not_ready:forced",
      "rank:2",
      "delay:12s",
    ]) {
      const said = words.verdict({ word }, 0);
      expect(said, word).not.toBe(word);
      expect(said, word).not.toMatch(/^word\.|\{\{/);
    }
  });
});

it("says in one sentence why a work waits", async () => {
  const words = await wordsIn("en");
  const verdicts = [
    { agent: "a", word: "busy:visit", since: 60 * s },
    { agent: "b", word: "not_ready:lunch", since: 0 },
  ];
  expect(words.waiting({ word: "all_busy", fitting: 2, verdicts }, 312 * s)).toBe(
    "2 agents could serve it: 1 with a visitor, for 4:12 · 1 at “lunch”",
  );
  expect(words.waiting({ word: "nobody_signed_in", fitting: 0 }, 0)).toBe("Nobody is signed in.");
  expect(words.waiting({ word: "something_new" }, 0)).toBe("something_new");
});

it("says how long a runner-up had been free, not busy", async () => {
  const words = await wordsIn("en");
  expect(words.verdict({ word: "longer_idle_exists", since: 10 * s }, 75 * s)).toBe(
    "another had been free for longer (free for 1:05)",
  );
});

it("says needs with their alternatives", async () => {
  const words = await wordsIn("en");
  const needs = [
    [
      { skill: "pt", level: 3 },
      { skill: "billing", level: 2 },
    ],
    [{ skill: "en", level: 4 }],
  ];
  expect(words.needs(needs)).toBe("pt 3 or more and billing 2 or more, or en 4 or more");
  expect(words.needs(null)).toBe("");
});
