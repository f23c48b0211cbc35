// Two soft notes, made here: no file to load, and none to be missing.

const notes = [
  { at_s: 0, hertz: 784 },
  { at_s: 0.22, hertz: 587.33 },
];
const ring_s = 1.4;
const loudest = 0.35;

/** How long the chime is worth waiting for before somebody speaks. */
export const chime_ms = 900;

/**
 * The page's sound. A browser lets a page sound only after a person touched it;
 * `unlock` is to be called in that touch.
 */
export class Chime {
  /** Told when the browser gives the sound, or takes it away. */
  onChange: ((ready: boolean) => void) | undefined;
  private context: AudioContext | undefined;

  /** Whether it can be heard now. */
  get ready(): boolean {
    return this.context?.state === "running";
  }

  /** Asks for sound. Resolves to whether there is any, soon in every case. */
  async unlock(): Promise<boolean> {
    if (typeof AudioContext === "undefined") return false;
    if (this.context === undefined) {
      this.context = new AudioContext();
      this.context.onstatechange = () => this.onChange?.(this.ready);
    }
    // Without a touch resume() stays pending: that is a no.
    await Promise.race([this.context.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
    return this.ready;
  }

  play(): void {
    const context = this.context;
    if (context === undefined || !this.ready) return;
    for (const { at_s, hertz } of notes) {
      const start = context.currentTime + at_s;
      for (const [times, share] of [
        [1, 1],
        [2, 0.25],
      ] as const) {
        const tone = context.createOscillator();
        const volume = context.createGain();
        tone.frequency.value = hertz * times;
        volume.gain.setValueAtTime(0, start);
        volume.gain.linearRampToValueAtTime(loudest * share, start + 0.01);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + ring_s);
        tone.connect(volume).connect(context.destination);
        tone.start(start);
        tone.stop(start + ring_s);
      }
    }
  }

  close(): void {
    this.onChange = undefined;
    void this.context?.close();
    this.context = undefined;
  }
}
