import { describe, expect, it } from "vitest";
import type { Organisation } from "../../api/organisation.ts";
import type { Me } from "../../session/session.ts";
import { dayStart } from "./day.ts";
import { contains, mayAt, placeFor, placesOf, sitesUnder, zoneOf } from "./place.ts";

const organisation = {
  timezone: "America/El_Salvador",
  regions: [{ key: "north" }, { key: "south" }],
  sites: [
    { key: "a", region: "north", timezone: "Europe/Rome" },
    { key: "b", region: "south", timezone: "" },
    { key: "c", region: "south" },
    { key: "lone", region: "" },
  ],
  teams: [{ key: "t", site: "b" }],
} as unknown as Organisation;

function user(nodes: string[], acts: string[] = nodes): Me {
  return { permissions: { "floor.view": nodes, "work.manage": acts } } as unknown as Me;
}

describe("places", () => {
  it("are the whole tree for who may watch all", () => {
    expect(
      placesOf(user(["org"]), organisation, "floor.view").map((place) => [place.node, place.depth]),
    ).toEqual([
      ["org", 0],
      ["region:north", 1],
      ["site:a", 2],
      ["region:south", 1],
      ["site:b", 2],
      ["site:c", 2],
      ["site:lone", 1],
    ]);
  });

  it("are a region and its sites for its leader, and nothing beside", () => {
    expect(
      placesOf(user(["region:south"]), organisation, "floor.view").map((place) => [place.node, place.depth]),
    ).toEqual([
      ["region:south", 0],
      ["site:b", 1],
      ["site:c", 1],
    ]);
  });

  it("are sites alone, of several regions, where only those are allowed", () => {
    expect(
      placesOf(user(["site:a", "site:c"]), organisation, "floor.view").map((place) => place.node),
    ).toEqual(["site:a", "site:c"]);
    expect(placesOf(user(["team:t"]), organisation, "floor.view")).toEqual([]);
  });

  it("open where the link says if that is allowed, else at the widest", () => {
    const places = placesOf(user(["region:south"]), organisation, "floor.view");
    expect(placeFor(places, "site:c")?.node).toBe("site:c");
    expect(placeFor(places, "site:a")?.node).toBe("region:south");
    expect(placeFor(places, null)?.node).toBe("region:south");
    expect(placeFor([], "org")).toBeUndefined();
  });

  it("hold the sites under them", () => {
    expect(sitesUnder(organisation, "org")).toEqual(["a", "b", "c", "lone"]);
    expect(sitesUnder(organisation, "region:south")).toEqual(["b", "c"]);
    expect(sitesUnder(organisation, "site:a")).toEqual(["a"]);
  });

  it("say what may be done at a node under a granted one", () => {
    expect(contains(organisation, "region:south", "team:t")).toBe(true);
    expect(contains(organisation, "region:north", "site:b")).toBe(false);
    expect(mayAt(user(["org"], ["site:b"]), organisation, "work.manage", "site:b")).toBe(true);
    expect(mayAt(user(["org"], ["site:b"]), organisation, "work.manage", "site:a")).toBe(false);
    expect(mayAt(user(["org"], ["team:t"]), organisation, "work.manage", "site:b", "team:t")).toBe(true);
    expect(mayAt(user(["org"]), undefined, "work.manage", "org")).toBe(false);
  });

  it("have the zone of the site, else the organisation's", () => {
    expect(zoneOf(organisation, "a")).toBe("Europe/Rome");
    expect(zoneOf(organisation, "b")).toBe("America/El_Salvador");
    expect(zoneOf(organisation, undefined)).toBe("America/El_Salvador");
    expect(zoneOf(undefined, "a")).toBe("UTC");
  });
});

describe("the day", () => {
  const at = (text: string) => Date.parse(text) * 1000;

  it.each([
    ["2026-11-24T03:00:00Z", "America/El_Salvador", "2026-11-23T06:00:00Z"],
    ["2026-11-24T06:00:00Z", "America/El_Salvador", "2026-11-24T06:00:00Z"],
    ["2026-11-24T12:34:56Z", "UTC", "2026-11-24T00:00:00Z"],
    // Clocks went forward at 2:00 and back at 3:00 on these days in Rome.
    ["2026-03-29T10:00:00Z", "Europe/Rome", "2026-03-28T23:00:00Z"],
    ["2026-10-25T10:00:00Z", "Europe/Rome", "2026-10-24T22:00:00Z"],
    // The day began at 1:00 in Santiago: midnight was skipped.
    ["2026-09-06T15:00:00Z", "America/Santiago", "2026-09-06T04:00:00Z"],
  ])("of %s in %s began at %s", (instant, zone, began) => {
    expect(new Date(dayStart(at(instant), zone) / 1000).toISOString()).toBe(new Date(began).toISOString());
  });
});
