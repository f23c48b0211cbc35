import type { components, operations } from "../../../api/schema.gen.ts";

export type AuditRow = components["schemas"]["AuditRow"];
export type AuditKind = AuditRow["kind"];
export type AuditQuery = NonNullable<operations["list-audit"]["parameters"]["query"]>;

/** What is asked for, as the address of the page says it: a view of the log can be sent on. */
export interface Filters {
  /** A user's id. */
  who: string;
  kind: string;
  /** kind:key */
  object: string;
  /** Days, YYYY-MM-DD, both included. */
  from: string;
  to: string;
}

export const filterNames = ["who", "kind", "object", "from", "to"] as const;

/** The headings under which kinds are chosen: audit.group.KEY. */
export const kindGroups = ["configuration", "floor", "signIn", "customers"] as const;

/** Every kind of the log, in the order in which people read them, and its heading. */
export const groupOf: Record<AuditKind, (typeof kindGroups)[number]> = {
  "configuration.changed": "configuration",
  "device.paired": "configuration",
  "device.revoked": "configuration",
  "device.renewed": "configuration",
  "audit.exported": "configuration",
  "agent.presence": "floor",
  "agent.moved": "floor",
  "agent.signed_out": "floor",
  "alert.taken": "floor",
  "alert.muted": "floor",
  "work.assigned": "floor",
  "work.reprioritised": "floor",
  "work.transferred": "floor",
  "work.cancelled": "floor",
  "work.returned": "floor",
  "work.released": "floor",
  "queue.opened": "floor",
  "queue.closed": "floor",
  "session.opened": "signIn",
  "session.refused": "signIn",
  "session.ended": "signIn",
  "sessions.ended": "signIn",
  "password.changed": "signIn",
  "password.set": "signIn",
  "second_factor.set": "signIn",
  "second_factor.removed": "signIn",
  "second_factor.reset": "signIn",
  "recovery_codes.made": "signIn",
  "recovery_code.used": "signIn",
  "token.created": "signIn",
  "token.revoked": "signIn",
  "invitation.made": "signIn",
  "invitation.used": "signIn",
  "identity.linked": "signIn",
  "identity.unlinked": "signIn",
  "customer.viewed": "customers",
  "customers.found": "customers",
  "customer.exported": "customers",
  "customer.erased": "customers",
};

/** Words have no dots in their names. */
export function kindWord(kind: string): string {
  return kind.replace(".", "_");
}

/** The first moment (µs) of a day, or of the one after it, by the reader's clock; undefined for no day. */
export function instantOf(day: string, after: 0 | 1): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (parts === null) return undefined;
  return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + after).getTime() * 1000;
}

/** What the API is asked. */
export function queryOf(filters: Filters): AuditQuery {
  const [from, to] = [instantOf(filters.from, 0), instantOf(filters.to, 1)];
  return {
    ...(filters.who !== "" && { who: filters.who }),
    ...(filters.kind !== "" && { kind: filters.kind }),
    ...(filters.object !== "" && { object: filters.object }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

/** Where the same lines are as a file. */
export function fileOf(filters: Filters): string {
  const query = Object.entries(queryOf(filters)).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return `/api/v1/audit/file?${new URLSearchParams(query)}`;
}
