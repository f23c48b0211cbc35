import { describe, expect, it } from "vitest";
import { type Draft, editOf, equal, overlaid, type StudioObject } from "./draft.ts";

const billing: StudioObject = {
  kind: "queue",
  key: "billing",
  tag: "t1",
  editable: true,
  value: { key: "billing", goal: 0.8, steps: [{ after: "4m" }] },
};
const care: StudioObject = { ...billing, key: "care", tag: "t2", value: { key: "care", goal: 0.8 } };

describe("a draft", () => {
  it("holds one edit an object, made from the tag that was read", () => {
    const once = editOf([], billing, { ...billing.value, goal: 0.9 });
    const twice = editOf(once, billing, { ...billing.value, goal: 0.95 });
    expect(twice).toEqual([
      { kind: "queue", key: "billing", was: "t1", value: { ...billing.value, goal: 0.95 } },
    ]);
  });

  it("forgets an edit that is back where it began", () => {
    const draft = editOf([], billing, { ...billing.value, goal: 0.9 });
    expect(editOf(draft, billing, { goal: 0.8, steps: [{ after: "4m" }], key: "billing" })).toEqual([]);
  });

  it("removes what is there, and forgets what was only drafted", () => {
    expect(editOf([], billing, null)).toEqual([{ kind: "queue", key: "billing", was: "t1", value: null }]);
    const added: StudioObject = { ...billing, key: "new", tag: "" };
    const draft = editOf([], added, { key: "new" });
    expect(draft).toEqual([{ kind: "queue", key: "new", value: { key: "new" } }]);
    expect(editOf(draft, added, null)).toEqual([]);
  });

  it("lies over the objects that are there", () => {
    const draft: Draft = [
      { kind: "queue", key: "billing", was: "t1", value: { key: "billing", goal: 0.9 } },
      { kind: "queue", key: "care", was: "t2", value: null },
      { kind: "queue", key: "new", value: { key: "new" } },
      { kind: "site", key: "mixco", value: { key: "mixco" } },
    ];
    const rows = overlaid([billing, care], draft, "queue");
    expect(rows.map((row) => [row.object.key, row.mark, row.value["goal"]])).toEqual([
      ["billing", "changed", 0.9],
      ["care", "removed", 0.8],
      ["new", "added", undefined],
    ]);
  });

  it("tells values apart, whatever the order of fields", () => {
    expect(equal({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(equal({ a: 1 }, { a: 1, b: undefined })).toBe(true);
    expect(equal([1, 2], [2, 1])).toBe(false);
    expect(equal({ a: null }, { a: {} })).toBe(false);
  });
});
