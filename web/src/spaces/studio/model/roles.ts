/** The roles that every organisation has, unless it makes them anew. */
export const builtinRoles = [
  "agent",
  "team_leader",
  "site_manager",
  "region_manager",
  "quality",
  "planner",
  "administrator",
] as const;

/** What roles may allow, in the order in which people read it. */
export const permissions = [
  "desk.use",
  "floor.view",
  "floor.act",
  "agent.manage",
  "work.manage",
  "contact.view",
  "customer.view",
  "customer.edit",
  "person.export",
  "person.erase",
  "report.view",
  "fact.export",
  "org.view",
  "org.edit",
  "user.manage",
  "device.view",
  "device.manage",
  "ticket.issue",
  "audit.view",
  "system.manage",
] as const;

/** The word's key of a permission: words have no dots in their names. */
export function permissionWord(permission: string): string {
  return permission.replace(".", "_");
}
