import { randomId } from "../../../api/client.ts";
import { ApiError, isPassing } from "../../../api/problem.ts";
import { dayAt } from "./day.ts";
import type { Held, Journal } from "./journal.ts";
import { topUp } from "./numbers.ts";
import { isOpen } from "./open.ts";
import type { Server } from "./server.ts";
import type { Given, KioskConfig, LateAnswer, LateTicket, Ticket, Wish } from "./types.ts";

/** The server is away and the kiosk has no number left: the staff must help. */
export class NoNumbers extends Error {}

export interface Clock {
  /** The present instant (µs), by the server's clock as far as it is known. */
  now(): number;
  wait(ms: number): Promise<void>;
}

// How long a visitor waits for an answer before the kiosk helps itself.
const patience_ms = 5_000;
const pause_ms = 500;
const lateAtOnce = 100;

/**
 * Gives tickets: the server's while it answers, else the kiosk's own. Nothing a
 * visitor holds is forgotten: see Journal.
 */
export class Issuer {
  private readonly server: Server;
  private readonly journal: Journal;
  private readonly clock: Clock;
  private config: KioskConfig;
  private running: Promise<void> | undefined;

  constructor(server: Server, journal: Journal, clock: Clock, config: KioskConfig) {
    this.server = server;
    this.journal = journal;
    this.clock = clock;
    this.config = config;
  }

  /** The branch as the server said it last. */
  learn(config: KioskConfig): void {
    this.config = config;
  }

  /**
   * A ticket for a visitor. Fails with ApiError when the server says no (closed,
   * queue full), with NoNumbers when neither it nor the kiosk has a number.
   */
  async issue(wish: Wish): Promise<Given> {
    // First a question that changes nothing: if it has no answer, no half-made
    // ticket is left behind at the server.
    if (!(await this.reaches())) return this.giveOwn(wish);
    const key = randomId();
    const until = this.clock.now() + patience_ms * 1000;
    for (;;) {
      try {
        return givenOf(await this.server.take(wish, key));
      } catch (error) {
        if (!mayComeRight(error)) throw error;
      }
      if (this.clock.now() >= until) {
        const given = this.giveOwn(wish);
        this.journal.doubt({ key, wish });
        return given;
      }
      await this.clock.wait(pause_ms);
    }
  }

  private async reaches(): Promise<boolean> {
    try {
      this.config = await this.server.kiosk();
      return true;
    } catch (error) {
      if (!mayComeRight(error)) throw error;
      return false;
    }
  }

  private giveOwn(wish: Wish): Given {
    const now = Math.round(this.clock.now());
    if (!isOpen(this.config, now)) throw new ApiError({ code: "closed", status: 409 });
    const held = this.journal.give(wish.prefix, dayAt(this.config.timezone, now), {
      service: wish.service,
      language: wish.language,
      at: now,
      token: newToken(),
      ...(wish.person && { person: wish.person }),
    });
    if (held === undefined) throw new NoNumbers();
    return {
      label: held.label,
      token: held.token ?? "",
      service: held.service,
      language: wish.language,
      at: held.at,
      printing: false,
      offline: true,
    };
  }

  /**
   * Brings what was done alone to the server, and sees to it that the kiosk
   * could go on alone again. Fails when the server does not answer. Asked for
   * while it runs, it is the same run.
   */
  sync(): Promise<void> {
    this.running ??= this.deliver()
      .then(() => topUp(this.config, this.journal, this.server))
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  /** Sends what is held, in the order it was taken. */
  private async deliver(): Promise<void> {
    await this.resolveDoubts();
    const held = [...this.journal.read().outbox].sort((a, b) => a.at - b.at || a.number - b.number);
    for (let from = 0; from < held.length; from += lateAtOnce) {
      await this.send(held.slice(from, from + lateAtOnce));
    }
  }

  private async send(tickets: readonly Held[]): Promise<void> {
    let answers: readonly LateAnswer[];
    try {
      answers = await this.server.late(tickets.map(lateOf));
    } catch (error) {
      if (!(error instanceof ApiError) || mayComeRight(error)) throw error;
      // The request as a whole was refused. One bad ticket must not hold up the others.
      const [only, ...others] = tickets;
      if (only !== undefined && others.length === 0) this.refuse(only, error);
      else for (const ticket of tickets) await this.send([ticket]);
      return;
    }
    tickets.forEach((ticket, index) => {
      const problem = answers[index]?.error;
      if (answers[index]?.ticket !== undefined) this.journal.delivered(ticket.label);
      else if (problem) this.refuse(ticket, new ApiError(problem));
    });
  }

  private refuse(ticket: Held, error: ApiError): void {
    // A full queue empties, a link that was replaced comes back: it stays in the outbox.
    if (mayComeRight(error) || error.code === "queue_full" || error.code === "unauthenticated") return;
    this.journal.refuse(ticket, error.code, error.message);
  }

  /**
   * Requests whose answer never came: the server may have made a ticket that
   * nobody holds. Asking again with the same key tells; the ticket then leaves.
   */
  private async resolveDoubts(): Promise<void> {
    for (const { key, wish } of this.journal.read().doubts) {
      try {
        const ticket = await this.server.take(wish, key);
        await this.server.leave(ticket.token);
      } catch (error) {
        if (mayComeRight(error)) throw error;
      }
      this.journal.resolved(key);
    }
  }
}

/** Whether the same request may be carried out later: no answer, or none of its own. */
export function mayComeRight(error: unknown): boolean {
  if (isPassing(error)) return true;
  if (!(error instanceof ApiError)) return true;
  // "conflict": the first attempt is still being carried out.
  return error.code === "conflict" || (error.problem.status ?? 0) >= 500;
}

function lateOf({ label: _, ...ticket }: Held): LateTicket {
  return ticket;
}

function givenOf(ticket: Ticket): Given {
  return {
    label: ticket.label,
    token: ticket.token,
    service: ticket.service,
    language: ticket.language,
    at: ticket.arrived,
    ...(ticket.place > 0 && { place: ticket.place }),
    ...(ticket.expected !== undefined && { expected: ticket.expected }),
    printing: ticket.printing,
    offline: false,
  };
}

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** The secret of a visitor's page, 80 random bits as the server's own. */
export function newToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => alphabet[byte & 31]).join("");
}
