// Which device this browser is: the key that it was given when it was paired, kept
// until it opens nothing any more. The address of a device without a key
// (/kiosk, /display, /wall) leads to its own screen, or to the code that pairs it.

export const deviceKinds = ["kiosk", "display", "wall"] as const;

export type DeviceKind = (typeof deviceKinds)[number];

const keyOf = (kind: DeviceKind) => `turno.device.${kind}`;

export function rememberDevice(kind: DeviceKind, token: string): void {
  localStorage.setItem(keyOf(kind), token);
}

export function rememberedDevice(kind: DeviceKind): string | undefined {
  return localStorage.getItem(keyOf(kind)) ?? undefined;
}

/** Forgets a key that opens nothing; another that came meanwhile stays. */
export function forgetDevice(kind: DeviceKind, token: string): void {
  if (rememberedDevice(kind) === token) localStorage.removeItem(keyOf(kind));
}
