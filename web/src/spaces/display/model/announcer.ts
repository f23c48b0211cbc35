import type { Call } from "./board.ts";
import type { CallQueue } from "./callQueue.ts";

export interface Voices {
  chime(): Promise<void>;
  /** Says it; resolves when it is said, or at once where there is no such voice. */
  speak(call: Call, language: string): Promise<void>;
  wait(ms: number): Promise<void>;
  /** Fills the screen with a call; undefined: the board again. */
  show(call: Call | undefined): void;
}

/** A call fills the screen for this long at least. */
const shown_ms = 3_000;

/**
 * Announces calls one after the other: on the whole screen, with the chime, then
 * in the visitor's language. The branch's other languages follow when nobody else
 * is waiting to be called.
 */
export class Announcer {
  private readonly queue: CallQueue;
  private readonly voices: Voices;
  private running = false;
  languages: readonly string[] = [];

  constructor(queue: CallQueue, voices: Voices) {
    this.queue = queue;
    this.voices = voices;
  }

  /** To be called when the queue has something; it goes on until that is empty. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let call = this.queue.next(); call !== undefined; call = this.queue.next()) {
        await this.announce(call);
      }
    } finally {
      this.running = false;
    }
  }

  private async announce(call: Call): Promise<void> {
    const [first, ...others] = this.languagesFor(call);
    this.voices.show(call);
    const shown = this.voices.wait(shown_ms);
    await this.voices.chime();
    if (first !== undefined) await this.voices.speak(call, first);
    await shown;
    // Back to the board while the other languages are spoken, unless the next call takes over.
    if (this.queue.size === 0) this.voices.show(undefined);
    for (const language of others) {
      if (this.queue.size > 0) break;
      await this.voices.speak(call, language);
    }
    if (this.queue.size === 0) this.voices.show(undefined);
  }

  private languagesFor(call: Call): string[] {
    const own = call.language ?? this.languages[0];
    return [...new Set([...(own === undefined ? [] : [own]), ...this.languages])];
  }
}
