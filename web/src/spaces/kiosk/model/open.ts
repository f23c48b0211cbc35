import type { KioskConfig } from "./types.ts";

/**
 * Whether a branch is open at an instant (µs), as far as a kiosk can tell that
 * may have been cut off since it asked: it knows the next change.
 */
export function isOpen(config: KioskConfig, now_us: number): boolean {
  if (config.open) return config.closes_at === undefined || now_us < config.closes_at;
  return config.opens_at !== undefined && now_us >= config.opens_at;
}
