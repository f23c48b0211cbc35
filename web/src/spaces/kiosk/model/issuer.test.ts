import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../../api/problem.ts";
import { Issuer, NoNumbers, newToken } from "./issuer.ts";
import { Journal } from "./journal.ts";
import type { Server } from "./server.ts";
import type { KioskConfig, LateAnswer, LateTicket, Ticket } from "./types.ts";

const noon = Date.parse("2026-03-30T12:00:00Z") * 1000;
const minute = 60_000_000;

const config: KioskConfig = {
  device: "kiosk-1",
  name: "Entrance",
  site: "mixco",
  site_name: { en: "Mixco" },
  languages: ["es"],
  open: true,
  closes_at: noon + 60 * minute,
  day: "2026-03-30",
  timezone: "UTC",
  services: [{ key: "billing", name: { en: "Billing" }, prefix: "A", leaf: true, ask_person: false }],
  printer: false,
};
const wish = { service: "billing", prefix: "A", language: "es" };

function ticketOf(number: number): Ticket {
  const label = `A-${String(number).padStart(3, "0")}`;
  return {
    contact: `c${number}`,
    work: `w${number}`,
    token: `token-${number}`,
    label,
    site: "mixco",
    service: "billing",
    language: "es",
    arrived: noon,
    place: 3,
    expected: 8 * minute,
    printing: false,
  };
}

/** A server that can be cut off at each of its calls. */
class Branch implements Server {
  up = true;
  /** The answers of this many tickets get lost on the way, though they were made. */
  loseAnswers = 0;
  log: string[] = [];
  answer: (ticket: LateTicket) => LateAnswer = (ticket) => ({ ticket: ticketOf(ticket.number) });
  refuseBatch: ApiError | undefined;
  private next = 100;
  private readonly made = new Map<string, Ticket>();
  private reserved = 0;

  private reach(what: string) {
    if (!this.up) throw new TypeError("Failed to fetch");
    this.log.push(what);
  }
  async kiosk() {
    this.reach("kiosk");
    return config;
  }
  async isKnown() {
    this.reach("look-up");
    return false;
  }
  async take(_: unknown, key: string) {
    this.reach("take");
    const ticket = this.made.get(key) ?? ticketOf(this.next++);
    this.made.set(key, ticket);
    if (this.loseAnswers > 0) {
      this.loseAnswers--;
      throw new TypeError("Failed to fetch");
    }
    return ticket;
  }
  async reserve(prefix: string, count: number) {
    this.reach(`reserve ${prefix} ${count}`);
    const first = this.reserved + 1;
    this.reserved += count;
    return { id: `b${first}`, day: config.day, prefix, first, last: this.reserved };
  }
  async late(tickets: readonly LateTicket[]) {
    this.reach(`late ${tickets.map((ticket) => ticket.number).join(" ")}`);
    if (this.refuseBatch !== undefined && tickets.length > 1) throw this.refuseBatch;
    return tickets.map((ticket) => this.answer(ticket));
  }
  async leave(token: string) {
    this.reach(`leave ${token}`);
  }
}

let branch: Branch;
let journal: Journal;
let now: number;
let issuer: Issuer;

function makeIssuer(): Issuer {
  const clock = {
    now: () => now,
    wait: async (ms: number) => {
      now += ms * 1000;
    },
  };
  return new Issuer(branch, journal, clock, config);
}

beforeEach(async () => {
  localStorage.clear();
  branch = new Branch();
  journal = new Journal(localStorage, "kiosk-1");
  now = noon;
  issuer = makeIssuer();
  await issuer.sync();
});

const problem = (code: string, status: number) => new ApiError({ code, status, detail: code });

describe("a kiosk with its server", () => {
  it("reserves numbers for later, and not again while it has enough", async () => {
    await issuer.sync();
    expect(branch.log).toEqual(["reserve A 30"]);
  });

  it("gives the server's ticket", async () => {
    expect(await issuer.issue(wish)).toMatchObject({
      label: "A-100",
      token: "token-100",
      place: 3,
      expected: 8 * minute,
      offline: false,
    });
    expect(journal.read().outbox).toEqual([]);
  });

  it("asks again with the same key when an answer is lost: one ticket", async () => {
    branch.loseAnswers = 2;
    expect((await issuer.issue(wish)).label).toBe("A-100");
    expect(branch.log.filter((call) => call === "take")).toHaveLength(3);
    expect(journal.read().doubts).toEqual([]);
  });

  it("passes on what the server refuses", async () => {
    branch.take = async () => {
      throw problem("queue_full", 409);
    };
    await expect(issuer.issue(wish)).rejects.toMatchObject({ code: "queue_full" });
    expect(journal.read().outbox).toEqual([]);
  });
});

describe("a kiosk that is cut off", () => {
  it("gives its own numbers, and the server gets them in order on return", async () => {
    branch.up = false;
    const first = await issuer.issue({ ...wish, person: "0801-1990" });
    now += minute;
    const second = await issuer.issue(wish);
    expect([first.label, second.label]).toEqual(["A-001", "A-002"]);
    expect(first).toMatchObject({ offline: true, at: noon });
    expect(first.place).toBeUndefined();
    await expect(issuer.sync()).rejects.toThrow("Failed to fetch");
    expect(journal.read().outbox).toHaveLength(2);

    branch.up = true;
    const sent: LateTicket[] = [];
    branch.answer = (ticket) => {
      sent.push(ticket);
      return { ticket: ticketOf(ticket.number) };
    };
    await issuer.sync();
    expect(sent).toMatchObject([
      { number: 1, at: noon, person: "0801-1990", token: first.token },
      { number: 2, at: noon + minute, token: second.token },
    ]);
    expect(sent[0]).not.toHaveProperty("label");
    expect(journal.read().outbox).toEqual([]);
  });

  it("delivers after a reload what it gave before", async () => {
    branch.up = false;
    await issuer.issue(wish);
    branch.up = true;
    journal = new Journal(localStorage, "kiosk-1");
    await makeIssuer().sync();
    expect(branch.log).toContain("late 1");
    expect(journal.read().outbox).toEqual([]);
  });

  it("says so when it has no number left", async () => {
    branch.up = false;
    for (let n = 0; n < 30; n++) await issuer.issue(wish);
    await expect(issuer.issue(wish)).rejects.toBeInstanceOf(NoNumbers);
  });

  it("stops at closing time", async () => {
    branch.up = false;
    now = noon + 60 * minute;
    await expect(issuer.issue(wish)).rejects.toMatchObject({ code: "closed" });
    expect(journal.read().outbox).toEqual([]);
  });

  it("gives no number of yesterday", async () => {
    issuer.learn({ ...config, closes_at: noon + 48 * 60 * minute });
    branch.up = false;
    now = noon + 24 * 60 * minute;
    await expect(issuer.issue(wish)).rejects.toBeInstanceOf(NoNumbers);
  });

  it("takes the server's ghost of a lost answer out of the line", async () => {
    branch.loseAnswers = 1_000; // every attempt arrives, no answer comes back
    expect((await issuer.issue(wish)).label).toBe("A-001");
    expect(journal.read().doubts).toHaveLength(1);
    branch.loseAnswers = 0;
    branch.log = [];
    await issuer.sync();
    // The ghost leaves before the visitor's own ticket comes in.
    expect(branch.log.slice(0, 3)).toEqual(["take", "leave token-100", "late 1"]);
    expect(journal.read().doubts).toEqual([]);
  });
});

describe("late tickets that are not taken in", () => {
  beforeEach(async () => {
    branch.up = false;
    await issuer.issue(wish);
    await issuer.issue(wish);
    branch.up = true;
  });

  it("go to the staff, the others into the line", async () => {
    branch.answer = (ticket) =>
      ticket.number === 1
        ? { error: { code: "invalid", status: 422, detail: "no service", title: "", type: "about:blank" } }
        : { ticket: ticketOf(ticket.number) };
    await issuer.sync();
    expect(journal.read().outbox).toEqual([]);
    expect(journal.read().refused).toMatchObject([{ label: "A-001", code: "invalid", detail: "no service" }]);
  });

  it("stay when the line is full, and are sent again", async () => {
    branch.answer = () => ({
      error: { code: "queue_full", status: 409, detail: "", title: "", type: "about:blank" },
    });
    await issuer.sync();
    expect(journal.read().outbox).toHaveLength(2);
    branch.answer = (ticket) => ({ ticket: ticketOf(ticket.number) });
    await issuer.sync();
    expect(journal.read().outbox).toEqual([]);
    expect(journal.read().refused).toEqual([]);
  });

  it("do not hold up the others when the request as a whole is refused", async () => {
    branch.refuseBatch = problem("invalid", 422);
    await issuer.sync();
    expect(branch.log.filter((call) => call.startsWith("late"))).toEqual(["late 1 2", "late 1", "late 2"]);
    expect(journal.read().outbox).toEqual([]);
  });

  it("are sent once, however often it is asked for meanwhile", async () => {
    await Promise.all([issuer.sync(), issuer.sync(), issuer.sync()]);
    expect(branch.log.filter((call) => call.startsWith("late"))).toEqual(["late 1 2"]);
  });
});

it("makes tokens the server takes", () => {
  const tokens = new Set(Array.from({ length: 200 }, newToken));
  expect(tokens.size).toBe(200);
  for (const token of tokens) expect(token).toMatch(/^[a-z0-9]{16}$/);
});
