// The server's clock, as far as this browser knows it. Waits are shown against
// it, so that a tablet whose clock is wrong still shows the true wait.

let offset_ms = 0;
let bestRoundTrip_ms = Number.POSITIVE_INFINITY;

/** The present instant in microseconds, by the server's clock. */
export function serverNow(): number {
  return (Date.now() + offset_ms) * 1000;
}

/**
 * Learns the server's clock from an answer. The quickest round trip told it
 * best; after `forget` (a reconnect) the next one counts again.
 */
export function learnClock(server_us: number, sent_ms: number, received_ms: number): void {
  const roundTrip = received_ms - sent_ms;
  if (roundTrip > bestRoundTrip_ms) return;
  bestRoundTrip_ms = roundTrip;
  offset_ms = server_us / 1000 - (sent_ms + received_ms) / 2;
}

export function forgetClock(): void {
  bestRoundTrip_ms = Number.POSITIVE_INFINITY;
}
