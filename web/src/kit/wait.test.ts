import { expect, it } from "vitest";
import { agentState } from "./presence.ts";
import { goalState, limitState, waitShare, waitState } from "./wait.ts";

it("turns a wait into a state at three quarters of its target and at the target", () => {
  expect(waitState(74, 100)).toBe("on_target");
  expect(waitState(75, 100)).toBe("at_risk");
  expect(waitState(99, 100)).toBe("at_risk");
  expect(waitState(100, 100)).toBe("breached");
  expect(waitState(1_000, undefined)).toBe("on_target");
});

it("fills the bar toward the target and no further", () => {
  expect(waitShare(50, 100)).toBe(0.5);
  expect(waitShare(150, 100)).toBe(1);
  expect(waitShare(-5, 100)).toBe(0);
  expect(waitShare(5, 0)).toBe(0);
});

it("holds a figure against its goal, and one that should be low against its limit", () => {
  expect([0.8, 0.76, 0.74].map((value) => goalState(value, 0.8))).toEqual([
    "on_target",
    "at_risk",
    "breached",
  ]);
  expect([0.02, 0.04, 0.051].map((value) => limitState(value, 0.05))).toEqual([
    "on_target",
    "at_risk",
    "breached",
  ]);
  expect(goalState(null, 0.8)).toBeUndefined();
});

it("shows who is busy as busy, whatever the presence says", () => {
  expect(agentState("not_ready", "engaged")).toBe("engaged");
  expect(agentState("ready", "wrap_up")).toBe("wrap_up");
  expect(agentState("ready", "offered")).toBe("ready");
  expect(agentState("not_ready", "idle")).toBe("not_ready");
});
