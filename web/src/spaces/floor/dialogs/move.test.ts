import { describe, expect, it } from "vitest";
import type { Organisation } from "../../../api/organisation.ts";
import type { FloorAgent } from "../../../live/topics.ts";
import { asked, canGoBack, differs, present, seatsAt, toSite } from "./move.ts";

const organisation = {
  counters: [
    { key: "a-10", site: "a", name: "10" },
    { key: "a-2", site: "a", name: "2" },
    { key: "b-2", site: "b", name: "2" },
  ],
  teams: [
    { key: "red", site: "a", name: {} },
    { key: "blue", site: "a", name: {} },
    { key: "green", site: "b", name: {} },
  ],
} as unknown as Organisation;

const agent = {
  agent: "ana",
  name: "Ana",
  site: "a",
  team: "blue",
  profile: "counter@a",
  counter: "2",
} as FloorAgent;

const before = present(agent, organisation);

describe("moving an agent", () => {
  it("begins with where the agent is", () => {
    expect(before).toEqual({ profile: "counter", site: "a", team: "blue", counter: "a-2" });
    expect(differs(before, { ...before })).toBe(false);
  });

  it("offers the counters of the site in their order, with who sits there but the agent", () => {
    const luis = { agent: "luis", name: "Luis", site: "a", counter: "10" };
    const guest = { agent: "eva", name: "Eva", site: "b", counter: "2" };
    expect(seatsAt("a", organisation, [agent, luis, guest], "ana")).toEqual([
      { key: "a-2", name: "2", taken: undefined },
      { key: "a-10", name: "10", taken: "Luis" },
    ]);
    expect(seatsAt("b", organisation, [guest], "ana")).toEqual([{ key: "b-2", name: "2", taken: "Eva" }]);
    expect(seatsAt("phones", organisation, [], "ana")).toEqual([]);
  });

  it("to another site leaves team and counter behind; back again finds them", () => {
    const away = toSite(before, "b", before, organisation);
    expect(away).toEqual({ profile: "counter", site: "b", team: "green", counter: "" });
    expect(toSite(away, "phones", before, organisation).team).toBe("");
    expect(toSite(away, "a", before, organisation)).toEqual(before);
  });

  it("asks for a counter only where it is a new one", () => {
    expect(asked({ ...before, profile: "sales" }, before)).toEqual({
      profile: "sales",
      site: "a",
      team: "blue",
    });
    expect(asked({ ...before, counter: "a-10" }, before).counter).toBe("a-10");
    const away = { ...toSite(before, "b", before, organisation), counter: "b-2" };
    expect(asked(away, before)).toEqual({ profile: "counter", site: "b", team: "green", counter: "b-2" });
    // And back: the old counter, which is new at that site.
    expect(asked(before, away)).toEqual({ profile: "counter", site: "a", team: "blue", counter: "a-2" });
  });

  it("can be taken back, but for a first counter at the same site", () => {
    const standing = { ...before, counter: "" };
    expect(canGoBack({ ...standing, counter: "a-2" }, standing)).toBe(false);
    expect(canGoBack({ ...standing, profile: "sales" }, standing)).toBe(true);
    expect(canGoBack({ ...before, counter: "a-10" }, before)).toBe(true);
    expect(canGoBack({ ...standing, site: "b" }, standing)).toBe(true);
  });
});
