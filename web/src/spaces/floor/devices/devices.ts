import type { FloorDevice } from "../../../live/topics.ts";

/** It was there, and is not now. One that never came is missed by nobody. */
export function isLost(device: FloorDevice): boolean {
  return !device.online && !!device.since;
}

/** Those that are missing first, then by site, kind and name. */
export function inOrder(devices: readonly FloorDevice[]): FloorDevice[] {
  const of = (device: FloorDevice) => `${device.site ?? ""}\n${device.kind}\n${device.name}`;
  return devices.toSorted((a, b) => Number(isLost(b)) - Number(isLost(a)) || of(a).localeCompare(of(b)));
}
