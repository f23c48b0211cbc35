// The browser's own voices. Which languages they speak depends on the device; a
// language without a voice is not spoken rather than read by a wrong one.

const longest_ms = 12_000;

function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  const voices = speechSynthesis.getVoices();
  const base = language.slice(0, 2).toLowerCase();
  const fitting = voices.filter((voice) => voice.lang.slice(0, 2).toLowerCase() === base);
  const exact = fitting.filter((voice) => voice.lang.replace("_", "-") === language);
  // A voice on the device still speaks when the internet is away.
  return [...exact, ...fitting].find((voice) => voice.localService) ?? exact[0] ?? fitting[0];
}

/** Says a sentence; resolves when it is said or cannot be. */
export function speak(text: string, language: string): Promise<void> {
  if (typeof speechSynthesis === "undefined") return Promise.resolve();
  const voice = voiceFor(language);
  if (voice === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = 0.92;
    // Some engines never say that they ended.
    const timer = setTimeout(done, longest_ms);
    function done() {
      clearTimeout(timer);
      resolve();
    }
    utterance.onend = done;
    utterance.onerror = done;
    speechSynthesis.speak(utterance);
  });
}
