import { describe, expect, it } from "vitest";
import type { FloorDevice } from "../../../live/topics.ts";
import { inOrder, isLost } from "./devices.ts";

const device = (name: string, more: Partial<FloorDevice> = {}): FloorDevice => ({
  name,
  kind: "kiosk",
  site: "mixco",
  online: false,
  ...more,
});

describe("devices of a place", () => {
  it("misses those that were there, and no others", () => {
    expect(isLost(device("gone", { since: 5 }))).toBe(true);
    expect(isLost(device("never paired"))).toBe(false);
    expect(isLost(device("there", { since: 5, online: true }))).toBe(false);
  });

  it("puts those that are missed first, then goes by site and kind", () => {
    const rows = [
      device("b", { site: "zacapa" }),
      device("wall", { kind: "wall" }),
      device("kiosk", { online: true, since: 3 }),
      device("lost", { site: "zacapa", since: 4 }),
    ];
    expect(inOrder(rows).map(({ name }) => name)).toEqual(["lost", "kiosk", "wall", "b"]);
  });
});
