import { describe, expect, it } from "vitest";
import type { AlertRow } from "../../live/topics.ts";
import { byUrgency, news, untaken } from "./order.ts";

const row = (id: string, more: Partial<AlertRow> = {}): AlertRow => ({
  id,
  alert: "wait",
  name: { en: "Wait" },
  kind: "longest_wait",
  node: "site:mixco",
  value: 0,
  limit: 0,
  opened: 1,
  ...more,
});

describe("alerts", () => {
  it("count while they ring, unless somebody has taken or muted them", () => {
    const rows = [
      row("a"),
      row("b", { cleared: 2 }),
      row("c", { taken_by: "laura" }),
      row("d", { muted_until: 9 }),
    ];
    expect(rows.filter(untaken).map(({ id }) => id)).toEqual(["a"]);
  });

  it("stand with those that nobody has taken first, then the newest", () => {
    const rows = [
      row("a", { opened: 5, taken_by: "laura" }),
      row("b", { opened: 1 }),
      row("c", { opened: 2 }),
    ];
    expect(byUrgency(rows).map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });

  it("are news once, and only those that began while one looks", () => {
    const known = new Set<string>();
    expect(news([row("a")], known, true)).toEqual([]);
    expect(
      news([row("a"), row("b"), row("c", { cleared: 2 }), row("d", { silent: true })], known, false).map(
        ({ id }) => id,
      ),
    ).toEqual(["b"]);
    expect(news([row("a"), row("b"), row("c")], known, false)).toEqual([]);
  });
});
