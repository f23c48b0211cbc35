import type { LateTicket, TicketBlock, Wish } from "./types.ts";

/** Numbers that may be given without the server: next to last, on one day. */
export interface Block {
  id: string;
  day: string;
  prefix: string;
  next: number;
  last: number;
}

/** A ticket that the server does not know yet. */
export interface Held extends LateTicket {
  label: string;
}

/** A ticket that the server would not take in: for the staff to see to. */
export interface Refused {
  label: string;
  service: string;
  at: number;
  code: string;
  detail: string;
}

/** A request whose answer was lost, after which the visitor was given a number of ours. */
export interface Doubt {
  key: string;
  wish: Wish;
}

export interface Contents {
  blocks: readonly Block[];
  outbox: readonly Held[];
  refused: readonly Refused[];
  doubts: readonly Doubt[];
}

const nothing: Contents = { blocks: [], outbox: [], refused: [], doubts: [] };

/** A number as people read it: A-014. */
export function labelOf(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(3, "0")}`;
}

/**
 * What a kiosk must not forget, whatever happens to the page: its numbers, and
 * the tickets the server has not taken in. It is read from the storage before
 * every change and written back at once, in one piece: a number is marked as
 * given and its ticket is in the outbox in the same write.
 */
export class Journal {
  private readonly storage: Storage;
  private readonly key: string;
  private readonly readers = new Set<() => void>();
  private raw: string | null = null;
  private contents: Contents = nothing;

  constructor(storage: Storage, device: string) {
    this.storage = storage;
    this.key = `turno.kiosk.${device}`;
  }

  /** The same object until something changes. */
  readonly read = (): Contents => {
    const raw = this.storage.getItem(this.key);
    if (raw !== this.raw) {
      this.raw = raw;
      this.contents = this.parse(raw);
    }
    return this.contents;
  };

  readonly listen = (reader: () => void): (() => void) => {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  };

  /** Whether the storage takes anything now. */
  writable(): boolean {
    try {
      this.storage.setItem(`${this.key}.probe`, "1");
      this.storage.removeItem(`${this.key}.probe`);
      return true;
    } catch {
      return false;
    }
  }

  addBlock(block: TicketBlock): void {
    const { id, day, prefix, first, last } = block;
    this.change((before) => ({ blocks: [...before.blocks, { id, day, prefix, next: first, last }] }));
  }

  /** Forgets blocks that are used up or of another day. */
  dropOldBlocks(day: string): void {
    const kept = this.read().blocks.filter((block) => block.day === day && block.next <= block.last);
    if (kept.length !== this.read().blocks.length) this.change(() => ({ blocks: kept }));
  }

  /** How many numbers of a series can still be given on a day. */
  left(prefix: string, day: string): number {
    return this.read()
      .blocks.filter((block) => block.prefix === prefix && block.day === day)
      .reduce((sum, block) => sum + Math.max(0, block.last - block.next + 1), 0);
  }

  /** Gives the next number and keeps its ticket for the server; undefined when there is none. */
  give(prefix: string, day: string, ticket: Omit<Held, "label" | "prefix" | "number">): Held | undefined {
    const before = this.read();
    const block = before.blocks.find((b) => b.prefix === prefix && b.day === day && b.next <= b.last);
    if (block === undefined) return undefined;
    const held: Held = { ...ticket, prefix, number: block.next, label: labelOf(prefix, block.next) };
    this.change(() => ({
      blocks: before.blocks.map((b) => (b === block ? { ...b, next: b.next + 1 } : b)),
      outbox: [...before.outbox, held],
    }));
    return held;
  }

  doubt(doubt: Doubt): void {
    this.change((before) => ({ doubts: [...before.doubts, doubt] }));
  }

  resolved(key: string): void {
    this.change((before) => ({ doubts: before.doubts.filter((doubt) => doubt.key !== key) }));
  }

  /** The server has it. */
  delivered(label: string): void {
    this.change((before) => ({ outbox: before.outbox.filter((held) => held.label !== label) }));
  }

  /** The server will never have it: it goes to the staff. */
  refuse(held: Held, code: string, detail: string): void {
    const { label, service, at } = held;
    this.change((before) => ({
      outbox: before.outbox.filter((each) => each.label !== label),
      refused: [...before.refused, { label, service, at, code, detail }],
    }));
  }

  /** The staff has seen to it. */
  settle(label: string): void {
    this.change((before) => ({ refused: before.refused.filter((each) => each.label !== label) }));
  }

  private change(make: (before: Contents) => Partial<Contents>): void {
    const before = this.read();
    // Throws when the storage is full: then no number is given, rather than one that could be lost.
    this.storage.setItem(this.key, JSON.stringify({ ...before, ...make(before) }));
    for (const reader of [...this.readers]) reader();
  }

  private parse(raw: string | null): Contents {
    if (raw === null) return nothing;
    try {
      return { ...nothing, ...(JSON.parse(raw) as Partial<Contents>) };
    } catch {
      // Never written by us. It is put aside for whoever looks into it, and the kiosk goes on.
      this.storage.setItem(`${this.key}.unreadable`, raw);
      this.storage.removeItem(this.key);
      this.raw = null;
      return nothing;
    }
  }
}
