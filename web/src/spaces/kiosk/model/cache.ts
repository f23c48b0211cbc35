import type { KioskConfig } from "./types.ts";

// What a kiosk knew of itself, so that a reload works while the server is away.

const keyOf = (token: string) => `turno.kiosk.config.${token}`;

export function rememberConfig(token: string, config: KioskConfig): void {
  try {
    localStorage.setItem(keyOf(token), JSON.stringify(config));
  } catch {
    // A full storage: then a reload needs the server, and nothing else is lost.
  }
}

export function rememberedConfig(token: string): KioskConfig | undefined {
  const raw = localStorage.getItem(keyOf(token));
  if (raw === null) return undefined;
  try {
    return JSON.parse(raw) as KioskConfig;
  } catch {
    return undefined;
  }
}

export function forgetConfig(token: string): void {
  localStorage.removeItem(keyOf(token));
}
