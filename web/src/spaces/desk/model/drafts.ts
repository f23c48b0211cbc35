// What the agent has typed about a contact and not sent yet. It is kept in the
// browser, so that a reload or a lost connection takes nothing, and is deleted
// as soon as it is sent.

export interface Description {
  reason: string;
  outcome: string;
  note: string;
}

interface Stored extends Description {
  at_ms: number;
}

const prefix = "turno.desk.draft.";
const keptFor_ms = 24 * 3_600_000;

export function isSame(a: Description, b: Description): boolean {
  return a.reason === b.reason && a.outcome === b.outcome && a.note === b.note;
}

/** What the server knows of a contact, with every field there. */
export function saidOf(row: Partial<Description> | undefined): Description {
  return { reason: row?.reason ?? "", outcome: row?.outcome ?? "", note: row?.note ?? "" };
}

/**
 * What to tell the server, which has `base`: a field that is left out stays as it
 * was. A note is said only when it is another one, so that a colleague's is never
 * taken away by somebody who did not see it; emptied it is said empty.
 */
export function toSay(said: Description, base: Description): Partial<Description> {
  const { reason, outcome, note } = said;
  return { ...(reason && { reason }), ...(outcome && { outcome }), ...(note !== base.note && { note }) };
}

export class Drafts {
  private readonly storage: Storage;
  private readonly owner: string;

  constructor(owner: string, storage: Storage = localStorage) {
    this.owner = owner;
    this.storage = storage;
  }

  private key(contact: string): string {
    return `${prefix}${this.owner}.${contact}`;
  }

  read(contact: string): Description | undefined {
    const stored = parse(this.storage.getItem(this.key(contact)));
    return stored && { reason: stored.reason, outcome: stored.outcome, note: stored.note };
  }

  /** Keeps a draft; what the server has (`base`) needs none. A full storage costs the draft, not the screen. */
  write(contact: string, draft: Description, base: Description, now_ms: number): void {
    if (isSame(draft, base)) {
      this.forget(contact);
      return;
    }
    try {
      this.storage.setItem(this.key(contact), JSON.stringify({ ...draft, at_ms: now_ms } satisfies Stored));
    } catch {
      // The text is still on the screen.
    }
  }

  forget(contact: string): void {
    this.storage.removeItem(this.key(contact));
  }

  /** Drops drafts that nobody will send any more: old ones of contacts that are not in hand. */
  prune(inHand: ReadonlySet<string>, now_ms: number): void {
    const keys = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? "");
    for (const key of keys.filter((candidate) => candidate.startsWith(prefix))) {
      const contact = key.slice(key.lastIndexOf(".") + 1);
      const stored = parse(this.storage.getItem(key));
      if (inHand.has(contact)) continue;
      if (stored === undefined || now_ms - stored.at_ms > keptFor_ms) this.storage.removeItem(key);
    }
  }
}

function parse(text: string | null): Stored | undefined {
  if (text === null) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Stored> | null;
    if (value === null || typeof value !== "object") return undefined;
    return { ...saidOf(value), at_ms: typeof value.at_ms === "number" ? value.at_ms : 0 };
  } catch {
    return undefined;
  }
}
