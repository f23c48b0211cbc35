import { describe, expect, it } from "vitest";
import { groupVerdicts, parseWord } from "./word.ts";

describe("a term of the engine", () => {
  it.each([
    ["chosen", { kind: "plain", key: "chosen" }],
    ["skill:pt<3", { kind: "skill", skill: "pt", level: 3 }],
    ["busy:visit", { kind: "busy", channel: "visit" }],
    ["not_ready:lunch", { kind: "not_ready", reason: "lunch" }],
    ["rank:2", { kind: "rank", rank: 2 }],
    ["delay:12s", { kind: "delay", delay_us: 12_000_000 }],
    // A term of a newer server is shown as it is rather than lost.
    ["moon:full", { kind: "plain", key: "moon:full" }],
    ["delay:soon", { kind: "plain", key: "delay:soon" }],
  ])("%s is taken apart", (word, parsed) => {
    expect(parseWord(word)).toEqual(parsed);
  });
});

it("counts equal verdicts together and keeps the instant of a single one", () => {
  expect(
    groupVerdicts([
      { agent: "a", word: "not_ready:lunch", since: 1 },
      { agent: "b", word: "busy:visit", since: 2 },
      { agent: "c", word: "busy:visit", since: 3 },
    ]),
  ).toEqual([
    { word: "busy:visit", count: 2, since: undefined },
    { word: "not_ready:lunch", count: 1, since: 1 },
  ]);
  expect(groupVerdicts(null)).toEqual([]);
});
