// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { withMany } from "./i18n.ts";
import { languages } from "./languages.ts";

// Reads every source file for the words it uses and every words file for those
// it has. A key must be written out where it is used, t("a.b") or
// t(`a.${x}`): only then can this test tell.

const source = fileURLToPath(new URL("..", import.meta.url));

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

const files = walk(source);
const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.(test|gen)\.tsx?$/.test(file));

/** spaces/desk/i18n/es.json → desk; i18n/common/es.json → common. */
function namespaceOf(file: string): string {
  return basename(dirname(file)) === "i18n" ? basename(dirname(dirname(file))) : "common";
}

type Words = { [key: string]: string | Words };

function flat(words: Words, prefix = ""): Map<string, string> {
  const result = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "string") result.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) result.set(inner, text);
  }
  return result;
}

const wordsFiles = files.filter((file) => /[/\\](i18n|common)[/\\](en|es|pt|it)\.json$/.test(file));
const words = new Map<string, Map<string, Map<string, string>>>(); // namespace → language → key → text
for (const file of wordsFiles) {
  const namespace = namespaceOf(file);
  const byLanguage = words.get(namespace) ?? new Map<string, Map<string, string>>();
  words.set(namespace, byLanguage);
  byLanguage.set(basename(file, ".json"), flat(JSON.parse(readFileSync(file, "utf8")) as Words));
}

const plural = /_(zero|one|two|few|many|other)$/;
const base = (key: string) => key.replace(plural, "");

/** The plural forms that a key of a plural wants beside it and does not have. */
function missingForms(own: ReadonlyMap<string, string>, key: string): string[] {
  if (!plural.test(key)) return [];
  return ["one", "other"].map((form) => `${base(key)}_${form}`).filter((form) => !own.has(form));
}

interface Use {
  file: string;
  namespace: string;
  /** A key, or with `${…}` in it a pattern. */
  key: string;
}

/** What a source file asks for, and calls of t that no reader could follow. */
function usesIn(file: string): { uses: Use[]; unreadable: string[] } {
  const text = readFileSync(file, "utf8");
  // The customer's chat has words of its own, and none of the screens'.
  const home = relative(source, file).split(/[/\\]/)[0] === "chat" ? "chat" : "common";
  const own = /useTranslation\(\s*"([a-z]+)"/.exec(text)?.[1] ?? home;
  const uses: Use[] = [];
  const unreadable: string[] = [];
  for (const call of text.matchAll(/(?<![\w$])t\(\s*(?:"([^"]+)"|`([^`]+)`|([^\s"`)][^,)]*))/g)) {
    const written = call[1] ?? call[2];
    if (written === undefined) {
      unreadable.push(`${relative(source, file)}: t(${call[3]})`);
      continue;
    }
    const colon = /^([a-z]+):(.+)$/.exec(written);
    uses.push({ file: relative(source, file), namespace: colon?.[1] ?? own, key: colon?.[2] ?? written });
  }
  for (const call of text.matchAll(/i18nKey="([^"]+)"/g)) {
    const colon = /^([a-z]+):(.+)$/.exec(call[1] ?? "");
    uses.push({
      file: relative(source, file),
      namespace: colon?.[1] ?? own,
      key: colon?.[2] ?? call[1] ?? "",
    });
  }
  return { uses, unreadable };
}

const read = sources.map(usesIn);
const uses = read.flatMap((file) => file.uses);

function pattern(key: string): RegExp {
  const parts = key.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^.]+")}$`);
}

/** The keys of a namespace that a use asks for: its own, else the common ones. */
function answers(use: Use, language: string): { namespace: string; keys: string[] } {
  const wanted = pattern(use.key);
  for (const namespace of use.namespace === "chat" ? ["chat"] : [use.namespace, "common"]) {
    const keys = [...(words.get(namespace)?.get(language)?.keys() ?? [])].filter(
      (key) => wanted.test(key) || wanted.test(base(key)),
    );
    if (keys.length > 0) return { namespace, keys };
  }
  return { namespace: use.namespace, keys: [] };
}

describe("the words", () => {
  it("are found by this test", () => {
    expect(uses.length).toBeGreaterThan(40);
    expect([...words.keys()]).toContain("common");
  });

  it("are asked for in a way that can be followed", () => {
    expect(read.flatMap((file) => file.unreadable)).toEqual([]);
  });

  it.each(languages)("are all there in %s", (language) => {
    const missing = uses
      .filter((use) => answers(use, language).keys.length === 0)
      .map((use) => `${use.file}: ${use.namespace}:${use.key}`);
    expect(missing).toEqual([]);
  });

  it.each(languages)("say in %s what English says, with the same figures in it", (language) => {
    const wrong: string[] = [];
    for (const [namespace, byLanguage] of words) {
      const english = byLanguage.get("en") ?? new Map<string, string>();
      const other = byLanguage.get(language) ?? new Map<string, string>();
      for (const key of new Set([...english.keys(), ...other.keys()])) {
        const texts = [english.get(key), other.get(key)];
        if (texts.includes(undefined)) wrong.push(`${namespace}:${key} is not in both en and ${language}`);
        const [names, otherNames] = texts.map((text) =>
          [...(text ?? "").matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]).sort(),
        );
        // "One visitor" may leave the number out.
        if (!key.endsWith("_one") && String(names) !== String(otherNames))
          wrong.push(`${namespace}:${key} names other figures`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(languages)("are never empty in %s, and a plural has one and other", (language) => {
    const wrong: string[] = [];
    for (const [namespace, byLanguage] of words) {
      const own = byLanguage.get(language) ?? new Map<string, string>();
      for (const [key, text] of own) {
        if (text.trim() === "") wrong.push(`${namespace}:${key} is empty`);
        wrong.push(...missingForms(own, key).map((form) => `${namespace}:${form} is missing`));
      }
    }
    expect(wrong).toEqual([]);
  });

  it("are all used", () => {
    const used = new Set(
      uses.flatMap((use) => {
        const { namespace, keys } = answers(use, "en");
        return keys.map((key) => `${namespace}:${base(key)}`);
      }),
    );
    const idle: string[] = [];
    for (const [namespace, byLanguage] of words) {
      for (const key of byLanguage.get("en")?.keys() ?? []) {
        if (!used.has(`${namespace}:${base(key)}`)) idle.push(`${namespace}:${key}`);
      }
    }
    expect(idle).toEqual([]);
  });
});

it("reads whole millions like any other plural", () => {
  expect(withMany({ a: { n_one: "1", n_other: "n" }, b: "b" })).toEqual({
    a: { n_one: "1", n_other: "n", n_many: "n" },
    b: "b",
  });
});
