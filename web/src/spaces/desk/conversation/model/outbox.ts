import { isPassing } from "../../../../api/problem.ts";

// What an agent has said and the server has not acknowledged. It is kept in the
// browser until it is, so that neither a reload nor a server that died takes it;
// the server knows a repetition by the message's own id. Files are kept for as
// long as the page is open: a browser's storage is too small for them.

export interface Outgoing {
  /** The message's own id. */
  client: string;
  text: string;
  note: boolean;
  /** When it was said (µs). */
  at: number;
  file?: File | undefined;
  /** waiting: it could not be sent and will be tried again; sent: acknowledged, not yet on the screen. */
  state: "sending" | "waiting" | "sent" | "failed";
  /** Why it was refused: only the person can help now. */
  error?: unknown;
}

type Stored = Pick<Outgoing, "client" | "text" | "note" | "at">;

export type Send = (contact: string, message: Outgoing) => Promise<unknown>;

export interface OutboxOptions {
  storage?: Storage;
  /** Waits before the second, third … try (ms); the last one goes on. */
  pauses_ms?: readonly number[];
  /** Resolves after that time, or when called upon sooner. */
  wait?: (ms: number, sooner: (wake: () => void) => void) => Promise<void>;
  /** Whether an error may pass by itself. */
  passes?: (error: unknown) => boolean;
}

const prefix = "turno.desk.outbox.";
const pauses_ms = [300, 1_000, 2_500, 5_000];
const none: readonly Outgoing[] = [];

function pause(ms: number, sooner: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    sooner(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The unsent messages of one agent, of all conversations. Each conversation's are sent in their order. */
export class Outbox {
  private readonly owner: string;
  private readonly send: Send;
  private readonly storage: Storage;
  private readonly pauses_ms: readonly number[];
  private readonly wait: NonNullable<OutboxOptions["wait"]>;
  private readonly passes: (error: unknown) => boolean;
  private readonly lists = new Map<string, readonly Outgoing[]>();
  private readonly running = new Set<string>();
  private readonly waiting = new Set<() => void>();
  private readonly listeners = new Set<() => void>();

  constructor(owner: string, send: Send, options: OutboxOptions = {}) {
    this.owner = owner;
    this.send = send;
    this.storage = options.storage ?? localStorage;
    this.pauses_ms = options.pauses_ms ?? pauses_ms;
    this.wait = options.wait ?? pause;
    this.passes = options.passes ?? isPassing;
    this.load();
  }

  /** The unsent messages of a conversation, in order; the same array until one changes. */
  list(contact: string): readonly Outgoing[] {
    return this.lists.get(contact) ?? none;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  add(contact: string, said: Omit<Outgoing, "state">): void {
    const behind = this.list(contact).some(({ state }) => state === "waiting");
    this.put(contact, [...this.list(contact), { ...said, state: behind ? "waiting" : "sending" }]);
    if (said.file === undefined) this.keep(contact, said);
    this.start(contact);
  }

  /** Tries a refused one again. */
  retry(contact: string, client: string): void {
    this.change(contact, client, { state: "sending", error: undefined });
    this.start(contact);
  }

  /** Gives one up; what it said is returned, to be put back where it was typed. */
  discard(contact: string, client: string): Outgoing | undefined {
    const found = this.list(contact).find((each) => each.client === client);
    this.forget(contact, client);
    this.put(
      contact,
      this.list(contact).filter((each) => each.client !== client),
    );
    return found;
  }

  /** These are on the screen now: nothing more is to be shown of them here. */
  shown(contact: string, clients: ReadonlySet<string>): void {
    const left = this.list(contact).filter(({ client, state }) => state !== "sent" || !clients.has(client));
    if (left.length !== this.list(contact).length) this.put(contact, left);
  }

  /** The server is back: what waits is tried at once. Also what an earlier page left. */
  wake(): void {
    for (const wake of [...this.waiting]) wake();
    for (const contact of this.lists.keys()) this.start(contact);
  }

  private start(contact: string): void {
    if (this.running.has(contact)) return;
    this.running.add(contact);
    void this.run(contact).finally(() => this.running.delete(contact));
  }

  private async run(contact: string): Promise<void> {
    for (let tries = 0; ; ) {
      const next = this.list(contact).find(({ state }) => state === "sending" || state === "waiting");
      if (next === undefined) return;
      try {
        await this.send(contact, next);
        this.forget(contact, next.client);
        this.change(contact, next.client, { state: "sent" });
        tries = 0;
      } catch (error) {
        if (!this.passes(error)) {
          this.change(contact, next.client, { state: "failed", error });
          continue;
        }
        this.put(
          contact,
          this.list(contact).map((each) => (each.state === "sending" ? { ...each, state: "waiting" } : each)),
        );
        await this.rest(this.pauses_ms[Math.min(tries++, this.pauses_ms.length - 1)] ?? 0);
      }
    }
  }

  private async rest(ms: number): Promise<void> {
    let wake = () => {};
    await this.wait(ms, (sooner) => {
      wake = sooner;
      this.waiting.add(wake);
    });
    this.waiting.delete(wake);
  }

  private change(contact: string, client: string, change: Partial<Outgoing>): void {
    this.put(
      contact,
      this.list(contact).map((each) => (each.client === client ? { ...each, ...change } : each)),
    );
  }

  private put(contact: string, list: readonly Outgoing[]): void {
    this.lists.set(contact, list);
    for (const listener of [...this.listeners]) listener();
  }

  // Each message has a place of its own, so that two tabs do not take each other's.
  private key(contact: string, client: string): string {
    return `${prefix}${this.owner}.${contact}.${client}`;
  }

  private keep(contact: string, { client, text, note, at }: Stored): void {
    try {
      this.storage.setItem(this.key(contact, client), JSON.stringify({ client, text, note, at }));
    } catch {
      // A full storage costs the copy; the message is sent all the same.
    }
  }

  private forget(contact: string, client: string): void {
    this.storage.removeItem(this.key(contact, client));
  }

  private load(): void {
    const own = `${prefix}${this.owner}.`;
    const keys = Array.from({ length: this.storage.length }, (_, at) => this.storage.key(at) ?? "");
    for (const key of keys.filter((candidate) => candidate.startsWith(own))) {
      const contact = key.slice(own.length).split(".")[0] ?? "";
      const said = parse(this.storage.getItem(key));
      if (said === undefined) continue;
      this.lists.set(contact, [...this.list(contact), { ...said, state: "waiting" }]);
    }
    for (const [contact, list] of this.lists)
      this.lists.set(
        contact,
        [...list].sort((a, b) => a.at - b.at),
      );
  }
}

function parse(text: string | null): Stored | undefined {
  if (text === null) return undefined;
  try {
    const { client, text: said, note, at } = JSON.parse(text) as Partial<Stored>;
    if (typeof client !== "string" || typeof said !== "string") return undefined;
    return { client, text: said, note: note === true, at: typeof at === "number" ? at : 0 };
  } catch {
    return undefined;
  }
}
