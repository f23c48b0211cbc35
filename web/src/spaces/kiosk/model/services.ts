import type { KioskConfig, KioskService } from "./types.ts";

/** The services in a folder (none: at the top), folders that lead nowhere left out. */
export function choicesIn(config: KioskConfig, folder: string | undefined): KioskService[] {
  return config.services.filter(
    (service) => (service.parent ?? "") === (folder ?? "") && leadsSomewhere(config, service),
  );
}

function leadsSomewhere(config: KioskConfig, service: KioskService): boolean {
  if (service.leaf) return true;
  return config.services.some((child) => child.parent === service.key && leadsSomewhere(config, child));
}

export function serviceOf(config: KioskConfig, key: string | undefined): KioskService | undefined {
  return config.services.find((service) => service.key === key);
}
