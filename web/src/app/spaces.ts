import type { Permission } from "../session/session.ts";

/** The spaces of the staff, in the order of the switch, and who may see them. */
export const spaces = [
  { key: "desk", path: "/desk", permission: "desk.use" },
  { key: "floor", path: "/floor", permission: "floor.view" },
  { key: "reports", path: "/reports", permission: "report.view" },
  { key: "studio", path: "/studio", permission: "org.edit" },
] as const satisfies readonly { key: string; path: string; permission: Permission }[];

export type Space = (typeof spaces)[number];

/** The spaces open to somebody: a desk is for those who serve customers. */
export function openSpaces(may: (permission: Permission) => boolean, agent: boolean): Space[] {
  return spaces.filter((space) => may(space.permission) && (space.key !== "desk" || agent));
}

/** The first space that is open to somebody with these permissions. */
export function firstSpace(may: (permission: Permission) => boolean, agent: boolean): Space | undefined {
  const open = spaces.filter((space) => may(space.permission));
  // A leader may have a desk too, but it is not where the day begins.
  return open.find((space) => (space.key === "desk") === agent) ?? open[0];
}
