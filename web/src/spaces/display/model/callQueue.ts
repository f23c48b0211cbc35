import type { Call } from "./board.ts";

// A screen that begins, or comes back, does not call out what is long past.
const fresh_us = 15_000_000;
// Nor does one that was behind: whoever was called then is there by now.
const stale_us = 60_000_000;

/**
 * Which calls are still to be announced, each once, in the order they were made.
 * A recall is a call again; a visitor who has come is not called any more.
 */
export class CallQueue {
  private begun = false;
  private readonly announced = new Map<string, string>();
  private waiting: Call[] = [];

  get size(): number {
    return this.waiting.length;
  }

  /** Takes in the board as it is at `now` (µs, server's clock). */
  update(calls: readonly Call[], now_us: number): void {
    const age = this.begun ? stale_us : fresh_us;
    this.begun = true;
    const there = new Set(calls.map((call) => call.ticket));
    for (const ticket of [...this.announced.keys()]) if (!there.has(ticket)) this.announced.delete(ticket);

    this.waiting = this.waiting.filter((waiting) =>
      calls.some((call) => keyOf(call) === keyOf(waiting) && call.state === "called"),
    );
    const fresh = calls
      .filter((call) => this.announced.get(call.ticket) !== keyOf(call))
      .sort((a, b) => a.at - b.at);
    for (const call of fresh) {
      // What changed before our eyes is new, however the clocks stand.
      const recalled = this.announced.has(call.ticket);
      this.announced.set(call.ticket, keyOf(call));
      if (call.state !== "called" || (!recalled && now_us - call.at > age)) continue;
      // A recall while the call still waits to be announced is one announcement.
      this.waiting = [...this.waiting.filter((waiting) => waiting.ticket !== call.ticket), call];
    }
  }

  next(): Call | undefined {
    return this.waiting.shift();
  }
}

function keyOf(call: Call): string {
  return `${call.ticket} ${call.counter} ${call.at} ${call.recall ?? 0}`;
}
