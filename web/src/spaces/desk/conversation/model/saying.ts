// What is being typed in a conversation. It is kept in the browser for each
// conversation, so that switching, a reload or a server that died takes nothing,
// and is deleted when it is sent.

export interface Saying {
  text: string;
  /** For colleagues only. */
  note: boolean;
}

const prefix = "turno.desk.saying.";
const keptFor_ms = 24 * 3_600_000;

export class Sayings {
  private readonly owner: string;
  private readonly storage: Storage;

  constructor(owner: string, storage: Storage = localStorage) {
    this.owner = owner;
    this.storage = storage;
  }

  private key(contact: string): string {
    return `${prefix}${this.owner}.${contact}`;
  }

  read(contact: string): Saying {
    const stored = parse(this.storage.getItem(this.key(contact)));
    return { text: stored?.text ?? "", note: stored?.note ?? false };
  }

  /** Keeps it; of nothing typed nothing is kept. A full storage costs the copy, not what is on the screen. */
  write(contact: string, saying: Saying, now_ms: number): void {
    if (saying.text === "" && !saying.note) {
      this.storage.removeItem(this.key(contact));
      return;
    }
    try {
      this.storage.setItem(this.key(contact), JSON.stringify({ ...saying, at_ms: now_ms }));
    } catch {
      // The text is still on the screen.
    }
  }

  /** Drops what nobody will send any more: old ones of conversations that are not in hand. */
  prune(inHand: ReadonlySet<string>, now_ms: number): void {
    const keys = Array.from({ length: this.storage.length }, (_, at) => this.storage.key(at) ?? "");
    for (const key of keys.filter((candidate) => candidate.startsWith(prefix))) {
      if (inHand.has(key.slice(key.lastIndexOf(".") + 1))) continue;
      const at_ms = parse(this.storage.getItem(key))?.at_ms ?? 0;
      if (now_ms - at_ms > keptFor_ms) this.storage.removeItem(key);
    }
  }
}

function parse(text: string | null): (Saying & { at_ms: number }) | undefined {
  if (text === null) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Saying & { at_ms: number }> | null;
    if (typeof value?.text !== "string") return undefined;
    return { text: value.text, note: value.note === true, at_ms: Number(value.at_ms ?? 0) };
  } catch {
    return undefined;
  }
}
