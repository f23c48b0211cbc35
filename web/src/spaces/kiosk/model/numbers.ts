import type { Journal } from "./journal.ts";
import type { Server } from "./server.ts";
import { defaultPrefix, type KioskConfig } from "./types.ts";

// A kiosk that has fewer numbers of a series than `least` asks for a block more:
// enough for a long cut at a busy door, and few to lose at the end of the day.
const least = 15;
const blockSize = 30;

/** The series of a kiosk's services. */
export function prefixesOf(config: KioskConfig): string[] {
  const leaves = config.services.filter((service) => service.leaf);
  return [...new Set(leaves.map((service) => service.prefix || defaultPrefix))].sort();
}

/** Sees to it that the kiosk could go on alone. Fails when the server does not answer. */
export async function topUp(config: KioskConfig, journal: Journal, server: Server): Promise<void> {
  // Numbers that could not be written down would be lost, and asked for again and again.
  if (!journal.writable()) return;
  journal.dropOldBlocks(config.day);
  for (const prefix of prefixesOf(config)) {
    if (journal.left(prefix, config.day) >= least) continue;
    const block = await server.reserve(prefix, blockSize);
    journal.addBlock(block);
  }
}
