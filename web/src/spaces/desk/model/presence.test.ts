import { describe, expect, it } from "vitest";
import type { DeskMe } from "../../../live/topics.ts";
import { byClass, explainedReason, presenceToggle, presenceView } from "./presence.ts";

const me = (more: Partial<DeskMe>): DeskMe => ({
  agent: "a",
  name: "Ana",
  site: "mixco",
  profile: "counter",
  signed_in: true,
  works: 0,
  presence: "ready",
  activity: "idle",
  since: 7,
  ...more,
});

describe("presence", () => {
  it("says busy before ready, and what comes after", () => {
    const busy = me({ activity: "engaged", pending: "not_ready", pending_reason: "lunch" });
    expect(presenceView(busy)).toEqual({
      state: "engaged",
      since: 7,
      reason: undefined,
      pending: { presence: "not_ready", reason: "lunch" },
    });
    expect(presenceView(me({ presence: "not_ready", reason: "lunch" })).reason).toBe("lunch");
  });

  it("asks for a reason to go, and for none to come back or to stay", () => {
    expect(presenceToggle(me({}))).toBe("choose");
    expect(presenceToggle(me({ presence: "not_ready", reason: "lunch" }))).toBe("ready");
    expect(presenceToggle(me({ pending: "not_ready", pending_reason: "lunch" }))).toBe("ready");
  });

  it("explains what the house decided, not what the agent chose", () => {
    expect(explainedReason(me({ presence: "not_ready", reason: "no_answer" }))).toBe("no_answer");
    expect(explainedReason(me({ presence: "not_ready", reason: "lunch" }))).toBeUndefined();
    expect(explainedReason(me({ reason: "no_answer" }))).toBeUndefined();
  });
});

it("lists reasons by class, breaks first and unknown classes last", () => {
  const reasons = [
    { key: "x", class: "new" },
    { key: "meeting", class: "other" },
    { key: "lunch", class: "break" },
    { key: "break", class: "break" },
  ];
  expect(byClass(reasons).map((group) => [group.class, group.reasons.map((reason) => reason.key)])).toEqual([
    ["break", ["lunch", "break"]],
    ["other", ["meeting"]],
    ["new", ["x"]],
  ]);
});
