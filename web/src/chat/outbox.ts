// What the customer has said and the server has not acknowledged. Each has an id
// of its own, so that sending it twice says it once: after any doubt it is sent
// again, in the order it was written.

import { isPassing, type Message, Refused } from "./wire.ts";

export interface Pending {
  client: string;
  at_ms: number;
  text: string;
  file?: File;
  /** 0 to 1, of a file on its way. */
  share?: number;
  state: "sending" | "failed";
  /** Why it failed, or why it is not gone yet. */
  why?: unknown;
}

export interface OutboxOptions {
  send: (pending: Pending) => Promise<Message>;
  onSent: (message: Message, pending: Pending) => void;
  onChange: () => void;
  later?: (run: () => void, wait_ms: number) => void;
}

const backOffLeast_ms = 1_000;
const backOffMost_ms = 15_000;

export class Outbox {
  /** In the order they were written. */
  items: readonly Pending[] = [];
  private readonly options: OutboxOptions;
  private sending: string | undefined;
  private waiting = 0;
  private failures = 0;
  private epoch = 0;

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  add(pending: Pending): void {
    if (this.items.some(({ client }) => client === pending.client)) return;
    this.items = [...this.items, pending];
    this.changed();
  }

  retry(client: string): void {
    this.change(client, { state: "sending", why: undefined });
    this.flush();
  }

  drop(client: string): void {
    this.items = this.items.filter((each) => each.client !== client);
    if (this.sending === client) this.release();
    this.changed();
  }

  clear(): void {
    this.items = [];
    this.release();
    this.changed();
  }

  share(client: string, share: number): void {
    this.change(client, { share });
  }

  /** Sends at once what waits, as when the line is back. */
  flush(): void {
    this.waiting++; // whoever waits to try again is too late
    this.next();
  }

  /** An answer that still comes is not waited for. */
  private release(): void {
    this.epoch++;
    this.sending = undefined;
  }

  private next(): void {
    if (this.sending !== undefined) return;
    const pending = this.items.find(({ state }) => state === "sending");
    if (pending === undefined) return;
    const epoch = ++this.epoch;
    this.sending = pending.client;
    this.options.send(pending).then(
      (message) => this.done(epoch, pending, message),
      (error) => this.failed(epoch, pending, error),
    );
  }

  private done(epoch: number, pending: Pending, message: Message): void {
    this.failures = 0;
    this.items = this.items.filter(({ client }) => client !== pending.client);
    this.options.onSent(message, pending);
    if (epoch === this.epoch) this.sending = undefined;
    this.options.onChange();
    this.next();
  }

  private failed(epoch: number, pending: Pending, error: unknown): void {
    if (epoch !== this.epoch) return;
    this.sending = undefined;
    const throttled = error instanceof Refused && error.code === "throttled";
    if (throttled || isPassing(error)) {
      if (pending.why === undefined || throttled) this.change(pending.client, { why: error });
      const backOff = Math.min(backOffMost_ms, backOffLeast_ms * 2 ** this.failures++);
      this.again(throttled ? Math.max(1, error.wait_s) * 1000 : backOff);
      return;
    }
    this.change(pending.client, { state: "failed", why: error });
    this.next();
  }

  private again(wait_ms: number): void {
    const mine = ++this.waiting;
    const later = this.options.later ?? ((run, ms) => setTimeout(run, ms));
    later(() => {
      if (mine === this.waiting) this.next();
    }, wait_ms);
  }

  private change(client: string, change: Partial<Pending>): void {
    this.items = this.items.map((each) => (each.client === client ? { ...each, ...change } : each));
    this.options.onChange();
  }

  private changed(): void {
    this.options.onChange();
    this.next();
  }
}
