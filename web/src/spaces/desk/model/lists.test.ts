import { describe, expect, it } from "vitest";
import type { DeskQueue, DeskWaiting, DeskWork } from "../../../live/topics.ts";
import { firstSeat, seatsAt } from "./counters.ts";
import { formFrom, identitiesOf } from "./customer.ts";
import { dayOf } from "./day.ts";
import { languageName } from "./language.ts";
import { ago, detailOf, eachOnce } from "./timeline.ts";
import { linesOf, queuesAt, servesLine, targetGroup, targetOf } from "./transfer.ts";
import { leavesByRoot, matchingGroups, servicesAt } from "./tree.ts";
import { waitingCount, waitingLines, withoutMine } from "./waiting.ts";

const s = 1_000_000;
const queue = (key: string, waiting: number): DeskQueue => ({
  queue: key,
  site: "mixco",
  channel: "visit",
  open: true,
  waiting,
  threshold: 900 * s,
});

describe("waiting for me", () => {
  const row = (work: string, of: string, place: number): DeskWaiting => ({
    work,
    queue: of,
    site: "mixco",
    channel: "visit",
    queued: 0,
    arrived: 0,
    threshold: 0,
    place,
  });

  it("keeps queues in the order of their names, and works in that of their places", () => {
    const lines = waitingLines(
      [queue("sales", 1), queue("care", 2)],
      [row("b", "care", 2), row("c", "sales", 1), row("a", "care", 1)],
      (key) => key,
    );
    expect(lines.map((line) => [line.queue.queue, line.waiting.map((work) => work.work)])).toEqual([
      ["care", ["a", "b"]],
      ["sales", ["c"]],
    ]);
  });

  it("does not count what is offered to me", () => {
    const offer = { state: "offered", queue: "care", site: "mixco" } as DeskWork;
    const queues = withoutMine(
      [queue("care", 2), queue("sales", 3)],
      [offer, { ...offer, state: "serving" }],
    );
    expect(queues.map((line) => line.waiting)).toEqual([1, 3]);
    expect(waitingCount(queues)).toBe(4);
  });
});

describe("trees", () => {
  const node = (key: string, parent?: string) => ({ key, parent, name: { en: key } });
  const name = (of: { name: Record<string, string> }) => of.name["en"] ?? "";

  it("lists leaves under their root, with the path below it", () => {
    const tree = [node("billing"), node("charge", "billing"), node("wrong", "charge"), node("other")];
    expect(leavesByRoot(tree, name)).toEqual([
      { group: "billing", items: [{ value: "wrong", label: "charge ▸ wrong" }] },
      { group: "other", items: [{ value: "other", label: "other" }] },
    ]);
  });

  it("finds by words of the path and of the group, without accents", () => {
    const groups = [
      { group: "Soporte técnico", items: [{ value: "a", label: "Internet ▸ Avería" }] },
      { group: "Ventas", items: [{ value: "b", label: "Internet ▸ Alta" }] },
    ];
    expect(matchingGroups(groups, "tecnico averia").map((found) => found.group)).toEqual(["Soporte técnico"]);
    expect(matchingGroups(groups, "internet")).toHaveLength(2);
    expect(matchingGroups(groups, " ")).toHaveLength(2);
    expect(matchingGroups(groups, "internet x")).toEqual([]);
  });

  it("does not hang on a loop", () => {
    expect(leavesByRoot([node("a", "b"), node("b", "a"), node("c", "a")], name)).toHaveLength(1);
  });

  it("offers the services of a site that have a queue, but the present one", () => {
    const service = (key: string, at: string, sites: string[] | null) => ({ ...node(key), queue: at, sites });
    const all = [
      service("folder", "", null),
      service("care", "care", null),
      service("cards", "care", ["mixco"]),
      service("far", "care", ["catania"]),
    ];
    expect(servicesAt(all, "mixco", "care").map((found) => found.key)).toEqual(["cards"]);
  });
});

describe("a transfer", () => {
  it("goes to the queues of the channel that have a line here", () => {
    const queues = [
      { key: "care", channel: "visit", per_site: true },
      { key: "sales", channel: "visit", per_site: true },
      { key: "catania_only", channel: "visit", per_site: false, site: "catania" },
      { key: "phone", channel: "voice", per_site: false },
    ];
    expect(queuesAt(queues, "visit", "mixco", "care").map((found) => found.key)).toEqual(["sales"]);
  });

  it("of a conversation goes to any line of its channel that no counter has, and to who serves its own", () => {
    const queues = [
      { key: "chat", channel: "chat", per_site: false, site: "centre" },
      { key: "sales_chat", channel: "chat", per_site: false },
      { key: "branch_chat", channel: "chat", per_site: true },
      { key: "phone", channel: "voice", per_site: false },
    ];
    expect(linesOf(queues, "chat", "chat").map((found) => found.key)).toEqual(["sales_chat"]);
    const profiles = [
      { key: "phone", queues: ["phone", "chat"] },
      { key: "counter", queues: ["care@mixco"] },
    ];
    expect(servesLine(profiles, "phone", "chat", "")).toBe(true);
    expect(servesLine(profiles, "counter", "chat", "")).toBe(false);
    expect(servesLine(profiles, "counter", "care", "mixco")).toBe(true);
    expect(servesLine(profiles, "gone", "chat", "")).toBe(false);
  });

  it("names its target by kind", () => {
    expect(targetGroup("agent", "Colleagues", [])).toEqual([]);
    const [group] = targetGroup("agent", "Colleagues", [{ key: "018f", label: "Luis" }]);
    expect(targetOf(group?.items[0]?.value ?? "")).toEqual({ agent: "018f" });
    expect(targetOf("queue:care@mixco")).toEqual({ queue: "care@mixco" });
    expect(targetOf("")).toEqual({});
  });
});

describe("counters", () => {
  const counters = ["10", "2", "1"].map((name) => ({ key: `c${name}`, name, site: "mixco" }));
  const sitting = (id: string, position: string) => ({
    id,
    name: id,
    site: "mixco",
    signed_in: true,
    position,
  });

  it("are counted as people count, and say who sits there", () => {
    const seats = seatsAt(counters, [sitting("luis", "2"), sitting("ana", "1")], "mixco", "ana");
    expect(seats).toEqual([
      { key: "c1", name: "1", taken: undefined },
      { key: "c2", name: "2", taken: "luis" },
      { key: "c10", name: "10", taken: undefined },
    ]);
    expect(firstSeat(seats, "c10")).toBe("c10");
    expect(firstSeat(seats, "c2")).toBe("c1");
    expect(firstSeat([], "c2")).toBe("");
  });
});

describe("a new customer", () => {
  it("takes what was searched for into the field it fits", () => {
    expect(formFrom(" +503 7777 1234 ").phone).toBe("+503 7777 1234");
    expect(formFrom("ana@example.org").email).toBe("ana@example.org");
    expect(formFrom("AB-123456").document).toBe("AB-123456");
    expect(formFrom("Ana Lucía").name).toBe("Ana Lucía");
  });

  it("has no empty addresses", () => {
    expect(identitiesOf({ name: "Ana", phone: " ", document: "1", email: "" })).toEqual([
      { kind: "document", value: "1" },
    ]);
  });
});

describe("the past", () => {
  it("is told in the largest unit", () => {
    expect(ago("en", 0, 2 * 86_400 * s)).toBe("2 days ago");
    expect(ago("en", 0, 90 * s)).toMatch(/^1 min/);
    expect(ago("en", 10 * s, 0)).toBe("this minute");
  });

  it("tells a decision once, though the offer and its acceptance both carry it", () => {
    const decision = (leg: number, agent: string, at: number) => ({ work: "w", leg, agent, at });
    const all = [decision(1, "ana", 1), decision(1, "ana", 2), decision(1, "luis", 3), decision(2, "ana", 4)];
    expect(eachOnce(all).map((found) => found.at)).toEqual([1, 3, 4]);
  });

  it("names what an event's document says", () => {
    expect(detailOf({ counter: "3", detail: "form", place: 2 })).toEqual({
      counter: "3",
      service: undefined,
      queue: undefined,
      agent: undefined,
      note: "form",
    });
    expect(detailOf(undefined).note).toBeUndefined();
  });
});

it("shows a day only when something was served", () => {
  const none = { value: null, num: 0, den: 0 };
  const aht = { value: 90 * s, num: 180 * s, den: 2 };
  expect(dayOf({ handled: 0, aht: none, occupancy: none, service_level: none })).toBeUndefined();
  expect(dayOf({ handled: 2, aht, occupancy: none, service_level: none })).toEqual({
    handled: 2,
    aht_us: 90 * s,
    occupancy: undefined,
  });
});

it("names languages as within a sentence, and keeps what is no language", () => {
  expect(languageName("es", "pt")).toBe("portugués");
  expect(languageName("en", "not a tag")).toBe("not a tag");
});
