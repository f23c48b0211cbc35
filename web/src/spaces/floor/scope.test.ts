import { describe, expect, it } from "vitest";
import { namesOf, type Organisation } from "../../api/organisation.ts";
import type { FloorQueue } from "../../live/topics.ts";
import type { Me } from "../../session/session.ts";
import { queuesFor, servicesFor } from "./dialogs/targets.ts";
import { compareQueues } from "./queues/queues.ts";
import { addUp, todayOf } from "./scope.ts";
import { actorOf, docOf, type Event } from "./timeline.ts";

const word = (en: string) => ({ en });
const organisation = {
  timezone: "UTC",
  regions: [{ key: "south", name: word("South") }],
  sites: [
    { key: "rome", region: "south", timezone: "Europe/Rome", name: word("Rome") },
    { key: "lima", region: "south", timezone: "America/Lima", name: word("Lima") },
  ],
  teams: [],
  queues: [
    { key: "care", channel: "visit", per_site: true, name: word("Care") },
    { key: "sales", channel: "visit", per_site: true, name: word("Sales") },
    { key: "phone", channel: "voice", per_site: false, site: "rome", name: word("Phone") },
  ],
  services: [
    { key: "account", queue: "", name: word("Account") },
    { key: "change", queue: "care", parent: "account", name: word("Change") },
    { key: "buy", queue: "sales", sites: ["lima"], name: word("Buy") },
    { key: "ask", queue: "care", sites: null, name: word("Ask") },
  ],
} as unknown as Organisation;
const names = namesOf(organisation, "en");

const me = (...nodes: string[]) => ({ permissions: { "report.view": nodes } }) as unknown as Me;
const at = (text: string) => Date.parse(text) * 1000;
const now = at("2026-11-24T12:34:56Z");

describe("today", () => {
  it("of a place is asked for each of its sites, whose days begin apart", () => {
    expect(todayOf({ kind: "place", node: "region:south" }, me("org"), organisation, now)).toEqual([
      { site: "rome", from: at("2026-11-23T23:00:00Z"), to: at("2026-11-24T12:35:00Z") },
      { site: "lima", from: at("2026-11-24T05:00:00Z"), to: at("2026-11-24T12:35:00Z") },
    ]);
  });

  it("of a queue is that of its site", () => {
    expect(todayOf({ kind: "queue", queue: "care", site: "lima" }, me(), organisation, now)).toEqual([
      { queue: "care", site: "lima", from: at("2026-11-24T05:00:00Z"), to: at("2026-11-24T12:35:00Z") },
    ]);
  });

  it("of an agent is asked once by who may see all, else at each site that may be seen", () => {
    const scope = { kind: "agent", agent: "ana", name: "Ana", site: "rome" } as const;
    expect(todayOf(scope, me("org"), organisation, now)).toHaveLength(1);
    expect(todayOf(scope, me("org"), organisation, now)[0]).not.toHaveProperty("site");
    expect(todayOf(scope, me("site:lima"), organisation, now).map((query) => query.site)).toEqual(["lima"]);
    expect(todayOf(scope, me("region:south"), organisation, now)).toHaveLength(2);
  });

  it("is added up from its parts, and has no value where there is nothing to divide by", () => {
    const parts = [
      { num: 1, den: 2 },
      { num: 2, den: 2 },
    ];
    expect(addUp(parts, "share")).toEqual({ num: 3, den: 4, value: 0.75 });
    expect(addUp([{ num: 6, den: 3_600_000_000 }], "per_hour").value).toBe(6);
    expect(addUp([{ num: 0, den: 0 }], "share").value).toBeNull();
    expect(addUp([], "share").value).toBeNull();
  });
});

describe("where a work can go", () => {
  it("are the services of its own site, but its own and the folders", () => {
    expect(servicesFor({ site: "rome", service: "ask" }, organisation, names)).toEqual([
      { value: "change", label: "Account › Change" },
    ]);
    expect(servicesFor({ site: "lima" }, organisation, names).map((option) => option.value)).toEqual([
      "change",
      "buy",
      "ask",
    ]);
  });

  it("are the queues of its channel, its own site's first", () => {
    const groups = queuesFor({ site: "lima", queue: "care" }, organisation, names, ["rome", "lima"]);
    expect(groups).toEqual([
      { group: "Lima", items: [{ value: "sales@lima", label: "Sales" }] },
      {
        group: "Rome",
        items: [
          { value: "care@rome", label: "Care" },
          { value: "sales@rome", label: "Sales" },
        ],
      },
    ]);
  });
});

it("queues stand by site and in the organisation's order, closed and empty ones at the end", () => {
  const row = (queue: string, site: string, fields: Partial<FloorQueue> = {}) =>
    ({ queue, site, open: true, waiting: 0, ...fields }) as FloorQueue;
  const rows = [
    row("sales", "lima"),
    row("care", "rome", { open: false }),
    row("sales", "rome", { open: false, waiting: 1 }),
    row("care", "lima"),
  ];
  expect(rows.sort(compareQueues(organisation)).map((one) => `${one.queue}@${one.site}`)).toEqual([
    "sales@rome",
    "care@lima",
    "sales@lima",
    "care@rome",
  ]);
});

describe("an event", () => {
  const event = (fields: Partial<Event>) => ({ id: "1", at: 0, kind: "called", ...fields }) as Event;

  it("says only what has the right form", () => {
    const doc = { counter: "3", place: "second", note: "", priority: 5, other: 1 };
    expect(docOf(event({ doc }))).toEqual({ counter: "3", priority: 5 });
    expect(docOf(event({}))).toEqual({});
  });

  it("was done by a party or by a person", () => {
    expect(actorOf(event({ actor: "customer" }))).toEqual({ party: "customer" });
    expect(actorOf(event({ actor: "01a2" }))).toEqual({ person: "01a2" });
    expect(actorOf(event({}))).toBeUndefined();
  });
});
