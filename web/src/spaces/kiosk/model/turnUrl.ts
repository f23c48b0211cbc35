import type { Given, KioskConfig } from "./types.ts";

/** Where the visitor's phone follows the ticket. */
export function turnUrl(config: KioskConfig, given: Given): string {
  const base = (config.public_url || location.origin).replace(/\/$/, "");
  return `${base}/t/${given.token}`;
}
