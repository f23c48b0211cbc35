// What outlives a reload: in the browser's local storage, for each inbox apart. No
// cookies; where a browser keeps nothing, it lasts as long as the page.

import type { Language } from "@/i18n/languages.ts";

/** A message that the server has not acknowledged yet. */
export interface KeptMessage {
  client: string;
  text: string;
  at_ms: number;
}

/** What a customer typed before the first word was said. */
export interface Answers {
  name?: string;
  email?: string;
  phone?: string;
  text?: string;
}

export interface Kept {
  token?: string | undefined;
  /** The panel was open. */
  open?: boolean;
  draft?: string;
  answers?: Answers | undefined;
  /** Number of the newest message that was seen. */
  seen?: number;
  language?: Language | undefined;
  quiet?: boolean;
  /** Thread of `pending`: messages of another are not sent into this one. */
  pending?: KeptMessage[];
}

type Store = Pick<Storage, "getItem" | "setItem">;

export class Keep {
  private readonly key: string;
  private readonly store: Store | undefined;
  private memory: Kept = {};

  constructor(inbox: string, server: string, store: Store | undefined = browserStore()) {
    this.key = `turno.chat:${inbox}@${new URL(server).host}`;
    this.store = store;
  }

  /** As it is now: another tab of the same site may have changed it. */
  get(): Kept {
    try {
      const text = this.store?.getItem(this.key);
      if (text !== undefined && text !== null) this.memory = JSON.parse(text) as Kept;
    } catch {
      // Forbidden, or not ours: what this page remembers counts.
    }
    return this.memory;
  }

  set(change: Kept): void {
    this.memory = { ...this.get(), ...change };
    try {
      this.store?.setItem(this.key, JSON.stringify(this.memory));
    } catch {
      // Full or forbidden: kept for as long as the page lives.
    }
  }

  pend(message: KeptMessage): void {
    this.set({ pending: [...this.others(message.client), message] });
  }

  settle(client: string): void {
    this.set({ pending: this.others(client) });
  }

  /** A new conversation begins: nothing of the last one belongs to it. */
  forget(): void {
    this.set({ token: undefined, pending: [], seen: 0, answers: undefined });
  }

  /** Another tab has written. */
  onOther(tell: () => void): void {
    window.addEventListener("storage", ({ key }) => {
      if (key === this.key) tell();
    });
  }

  private others(client: string): KeptMessage[] {
    return (this.get().pending ?? []).filter((message) => message.client !== client);
  }
}

/** Even asking may be forbidden. */
function browserStore(): Store | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
