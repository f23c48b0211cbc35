import { describe, expect, it } from "vitest";
import { detailOf } from "./detail.ts";
import { instantOf } from "./filters.ts";

describe("detailOf", () => {
  it("tells only what differs between before and after, however deep", () => {
    const before = { key: "billing", offer: { timeout: "20s" }, needs: [{ skill: "es" }] };
    const after = { key: "billing", offer: { timeout: "30s" }, needs: [{ skill: "es" }, { skill: "pt" }] };
    expect(detailOf({ action: "changed", before, after })).toEqual({
      changes: [
        { path: "needs.2.skill", after: "pt" },
        { path: "offer.timeout", before: "20s", after: "30s" },
      ],
      others: [{ path: "action", value: "changed" }],
    });
  });

  it("knows a state and its reason as two things", () => {
    expect(detailOf({ before: "ready", after: "not_ready", after_reason: "lunch" }).changes).toEqual([
      { path: "", before: "ready", after: "not_ready" },
      { path: "reason", after: "lunch" },
    ]);
    expect(detailOf(undefined)).toEqual({ changes: [], others: [] });
  });
});

describe("instantOf", () => {
  it("takes a day from its first moment to the first of the next, by the reader's clock", () => {
    expect(instantOf("2026-02-28", 0)).toBe(new Date(2026, 1, 28).getTime() * 1000);
    expect(instantOf("2026-02-28", 1)).toBe(new Date(2026, 2, 1).getTime() * 1000);
    expect(instantOf("no day", 0)).toBeUndefined();
    expect(instantOf("", 1)).toBeUndefined();
  });
});
