import { describe, expect, it } from "vitest";
import { type CannedAnswer, choicesFor, filled, matching, slashAt } from "./answers.ts";

const answers: CannedAnswer[] = [
  {
    key: "hello",
    name: { es: "Saludo", en: "Greeting" },
    text: { es: "Hola, {customer}.", en: "Hello {customer}." },
    queues: null,
  },
  { key: "iban", name: { en: "Bank account" }, text: { en: "Our account is …" }, queues: ["billing"] },
  { key: "goodbye", name: { es: "Despedida" }, text: { es: "Adiós. ¡Hola de nuevo pronto!" }, queues: [] },
  { key: "empty", name: { es: "Nada" }, text: {}, queues: [] },
];

describe("what can be chosen", () => {
  it("is said in the customer's language first, else in the reader's, else in any", () => {
    const found = choicesFor(answers, "billing", ["es", "en"]);
    expect(found.map(({ key, language }) => `${key} ${language}`)).toEqual([
      "hello es",
      "iban en",
      "goodbye es",
    ]);
    expect(found[0]).toMatchObject({ name: "Saludo", text: "Hola, {customer}." });
    expect(choicesFor(answers, "billing", ["pt", "en"])[0]?.language).toBe("en");
    expect(choicesFor(answers, "chat", ["it"]).map(({ key }) => key)).toEqual(["hello", "goodbye"]);
  });

  it("is found by shortcut, name and words, whatever the accents; shortcuts come first", () => {
    const all = choicesFor(answers, "billing", ["es", "en"]);
    const keys = (words: string) => matching(all, words).map(({ key }) => key);
    expect(keys("")).toEqual(["hello", "iban", "goodbye"]);
    expect(keys("goo")).toEqual(["goodbye"]);
    expect(keys("ADIOS nuevo")).toEqual(["goodbye"]);
    expect(keys("h")).toEqual(["hello", "goodbye"]);
    expect(keys("bank acc")).toEqual(["iban"]);
    expect(keys("nothing")).toEqual([]);
  });
});

describe("the slash", () => {
  it.each([
    ["/", 1, 0, ""],
    ["/he", 3, 0, "he"],
    ["/wrong cha", 10, 0, "wrong cha"],
    ["Hola /he", 8, 5, "he"],
    ["a\n/he there", 5, 2, "he"],
  ])("opens in %j", (text, caret, from, words) => {
    expect(slashAt(text, caret)).toEqual({ from, words });
  });

  it.each([
    ["he", 2],
    ["1/2", 3],
    ["https://turno", 13],
    ["and / or", 8],
    ["/he", 0],
    ["/ he", 4],
    ["/he\nthere", 9],
  ])("opens nothing in %j", (text, caret) => {
    expect(slashAt(text, caret)).toBeUndefined();
  });
});

describe("variables", () => {
  const variables = { customer: "Luis", agent: "Ana", organisation: "Turno", inbox: "Ayuda" };
  it("are filled in, and nothing else is touched", () => {
    expect(filled("{customer}, soy {agent} de {organisation} ({inbox}). {other} {", variables)).toBe(
      "Luis, soy Ana de Turno (Ayuda). {other} {",
    );
  });

  it("leave no hole where nobody knows them, and read no variable from a name", () => {
    expect(filled("Hola, {customer}. Soy {agent}.", { ...variables, customer: "" })).toBe("Hola. Soy Ana.");
    expect(filled("{customer}", { ...variables, customer: "{agent}" })).toBe("{agent}");
  });
});
