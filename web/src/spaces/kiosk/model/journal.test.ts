import { beforeEach, describe, expect, it } from "vitest";
import { Journal } from "./journal.ts";

const day = "2026-03-30";
const block = { id: "b1", day, prefix: "A", first: 7, last: 9 };
const ticket = { service: "billing", at: 1_000, token: "abcdefghijklmnop" };

let journal: Journal;

beforeEach(() => {
  localStorage.clear();
  journal = new Journal(localStorage, "kiosk-1");
});

describe("the journal of a kiosk", () => {
  it("gives each reserved number once, in order, and then none", () => {
    journal.addBlock(block);
    const labels = [1, 2, 3, 4].map(() => journal.give("A", day, ticket)?.label);
    expect(labels).toEqual(["A-007", "A-008", "A-009", undefined]);
    expect(journal.left("A", day)).toBe(0);
  });

  it("gives no number of another series or of another day", () => {
    journal.addBlock(block);
    expect(journal.give("B", day, ticket)).toBeUndefined();
    expect(journal.give("A", "2026-03-31", ticket)).toBeUndefined();
    expect(journal.left("A", day)).toBe(3);
  });

  it("has the tickets after a reload, and does not give their numbers again", () => {
    journal.addBlock(block);
    journal.give("A", day, ticket);
    const reloaded = new Journal(localStorage, "kiosk-1");
    expect(reloaded.read().outbox.map((held) => held.label)).toEqual(["A-007"]);
    expect(reloaded.give("A", day, ticket)?.label).toBe("A-008");
  });

  it("gives no number twice when the kiosk is open in two tabs", () => {
    journal.addBlock(block);
    const other = new Journal(localStorage, "kiosk-1");
    journal.read();
    other.read();
    expect([journal, other, journal].map((each) => each.give("A", day, ticket)?.number)).toEqual([7, 8, 9]);
    expect(other.read().outbox).toHaveLength(3);
  });

  it("gives no number that it cannot keep", () => {
    journal.addBlock(block);
    const full = {
      getItem: (key: string) => localStorage.getItem(key),
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    } as unknown as Storage;
    const stuck = new Journal(full, "kiosk-1");
    expect(() => stuck.give("A", day, ticket)).toThrow("full");
    expect(stuck.writable()).toBe(false);
    expect(journal.left("A", day)).toBe(3);
    expect(journal.read().outbox).toEqual([]);
  });

  it("keeps what was refused until the staff has seen to it", () => {
    journal.addBlock(block);
    const held = journal.give("A", day, ticket);
    if (held === undefined) throw new Error("no number");
    journal.refuse(held, "invalid", "no such service");
    expect(journal.read().outbox).toEqual([]);
    expect(new Journal(localStorage, "kiosk-1").read().refused).toEqual([
      { label: "A-007", service: "billing", at: 1_000, code: "invalid", detail: "no such service" },
    ]);
    journal.settle("A-007");
    expect(journal.read().refused).toEqual([]);
  });

  it("forgets numbers of yesterday and what is used up", () => {
    journal.addBlock(block);
    journal.addBlock({ ...block, id: "b2", day: "2026-03-29" });
    journal.dropOldBlocks(day);
    expect(journal.read().blocks.map((each) => each.id)).toEqual(["b1"]);
  });

  it("puts aside what it cannot read, and goes on", () => {
    localStorage.setItem("turno.kiosk.kiosk-1", "{broken");
    expect(journal.read().outbox).toEqual([]);
    expect(localStorage.getItem("turno.kiosk.kiosk-1.unreadable")).toBe("{broken");
    journal.addBlock(block);
    expect(journal.left("A", day)).toBe(3);
  });

  it("tells its readers of every change", () => {
    let told = 0;
    const forget = journal.listen(() => told++);
    const before = journal.read();
    journal.addBlock(block);
    expect(told).toBe(1);
    expect(journal.read()).not.toBe(before);
    expect(journal.read()).toBe(journal.read());
    forget();
    journal.give("A", day, ticket);
    expect(told).toBe(1);
  });
});
