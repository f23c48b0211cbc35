import { describe, expect, it } from "vitest";
import type { Organisation } from "../../../api/organisation.ts";
import { fateOf, lineOf, queueIn, standingOf, stays } from "./switch.ts";

const organisation = {
  queues: [
    { key: "billing", per_site: true },
    { key: "phone", per_site: false, when_closed: { to: "queue", target: "chat" } },
  ],
} as unknown as Organisation;

describe("a queue that is opened and closed by hand", () => {
  it("is called with its site where each site has a line of its own", () => {
    expect(lineOf(organisation, { queue: "billing", site: "mixco" })).toBe("billing@mixco");
    expect(lineOf(organisation, { queue: "phone", site: "centre" })).toBe("phone");
  });

  it("says whether a person or its hours made it so", () => {
    const by_hand = { at: 1, name: "Laura" };
    expect(standingOf({ open: true })).toBeUndefined();
    expect(standingOf({ open: false })).toBe("closed_by_hours");
    expect(standingOf({ open: false, by_hand })).toBe("closed_by_hand");
    expect(standingOf({ open: true, by_hand })).toBe("opened_by_hand");
  });

  it("refuses who comes and keeps who waits, unless it has a rule: then that is for both", () => {
    const fate = (queue: string) => fateOf(queueIn(organisation, { queue })?.when_closed);
    expect(fate("billing")).toBe("refused");
    expect(stays(fate("billing"))).toBe(true);
    expect(fate("phone")).toBe("queue");
    expect(stays(fate("phone"))).toBe(false);
    expect([fateOf({ to: "drop" }), fateOf({ to: "keep" })]).toEqual(["dropped", "kept"]);
    expect(stays("kept")).toBe(true);
  });
});
