// A soft ring, made here rather than loaded: two quiet notes that nobody minds
// hearing a hundred times a day.

const notes_hz = [659.25, 880] as const;
const noteLength_s = 0.28;
const loudness = 0.08;

let context: AudioContext | undefined;

/**
 * Plays the two notes once, or only the second and half as loud. Browsers keep a page silent until its first click or
 * key; then the ring is not heard, and nothing else happens.
 */
export function ring(how: "fully" | "softly" = "fully"): void {
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === "suspended") void audio.resume().catch(() => {});
  if (audio.state !== "running" && audio.state !== "suspended") return;
  const soft = how === "softly";
  notes_hz.slice(soft ? 1 : 0).forEach((frequency, index) => {
    const begin = audio.currentTime + index * noteLength_s * 0.6;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = "sine";
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(soft ? loudness / 2 : loudness, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + noteLength_s);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + noteLength_s);
  });
}

const storedAt = "turno.desk.silent";

export function isSilent(): boolean {
  return localStorage.getItem(storedAt) === "yes";
}

export function setSilent(silent: boolean): void {
  if (silent) localStorage.setItem(storedAt, "yes");
  else localStorage.removeItem(storedAt);
}
