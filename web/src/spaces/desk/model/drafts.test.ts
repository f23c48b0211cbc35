import { beforeEach, describe, expect, it } from "vitest";
import { Drafts, isSame, saidOf, toSay } from "./drafts.ts";

const said = { reason: "billing", outcome: "", note: "paid twice" };
const nothing = saidOf(undefined);
const hour_ms = 3_600_000;

beforeEach(() => localStorage.clear());

describe("a draft", () => {
  it("survives a reload, for its own agent only", () => {
    new Drafts("ana").write("c1", said, nothing, 0);
    expect(new Drafts("ana").read("c1")).toEqual(said);
    expect(new Drafts("luis").read("c1")).toBeUndefined();
  });

  it("is gone when it was sent, or says what the server has", () => {
    const drafts = new Drafts("ana");
    drafts.write("c1", said, nothing, 0);
    drafts.forget("c1");
    drafts.write("c2", said, nothing, 0);
    drafts.write("c2", nothing, nothing, 0);
    drafts.write("c3", said, said, 0);
    expect(localStorage.length).toBe(0);
  });

  it("keeps that a note was emptied", () => {
    new Drafts("ana").write("c1", nothing, said, 0);
    expect(new Drafts("ana").read("c1")).toEqual(nothing);
  });

  it("is dropped a day after its contact left the desk", () => {
    const drafts = new Drafts("ana");
    drafts.write("mine", said, nothing, 0);
    drafts.write("old", said, nothing, 0);
    drafts.write("fresh", said, nothing, 24 * hour_ms);
    localStorage.setItem("turno.other", "kept");
    drafts.prune(new Set(["mine"]), 25 * hour_ms);
    expect(drafts.read("mine")).toEqual(said);
    expect(drafts.read("old")).toBeUndefined();
    expect(drafts.read("fresh")).toEqual(said);
    expect(localStorage.getItem("turno.other")).toBe("kept");
  });

  it("that cannot be read is none", () => {
    localStorage.setItem("turno.desk.draft.ana.c1", "{");
    localStorage.setItem("turno.desk.draft.ana.c2", "null");
    expect(new Drafts("ana").read("c1")).toBeUndefined();
    expect(new Drafts("ana").read("c2")).toBeUndefined();
  });

  it("lives on the screen when the browser's storage is full", () => {
    const full = {
      ...localStorage,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    } as unknown as Storage;
    expect(() => new Drafts("ana", full).write("c1", said, nothing, 0)).not.toThrow();
  });
});

it("compares field by field", () => {
  expect(isSame(said, { ...said })).toBe(true);
  expect(isSame(said, { ...said, outcome: "resolved" })).toBe(false);
});

describe("what is said to the server", () => {
  it("leaves out what was not chosen, and a note that is as it was", () => {
    expect(toSay(said, nothing)).toEqual({ reason: "billing", note: "paid twice" });
    expect(toSay({ ...said, outcome: "resolved" }, said)).toEqual({ reason: "billing", outcome: "resolved" });
  });

  it("says a note that was emptied", () => {
    expect(toSay({ ...said, note: "" }, said)).toEqual({ reason: "billing", note: "" });
  });
});
