import type { ChoiceGroup } from "./tree.ts";

// Where a work may be sent, as one list to choose from: `service:cards`,
// `queue:care`, `agent:018f…`.

export type TargetKind = "service" | "queue" | "agent";

export interface QueueChoice {
  key: string;
  channel: string;
  per_site: boolean;
  site?: string;
}

/** The queues of a channel that have a line at a site, without the present one. */
export function queuesAt<T extends QueueChoice>(
  queues: readonly T[],
  channel: string,
  site: string,
  without: string,
): T[] {
  return queues.filter(
    (queue) =>
      queue.channel === channel &&
      queue.key !== without &&
      (queue.per_site || !queue.site || queue.site === site),
  );
}

/** The lines of a channel that belong to no counter, without the present one: conversations wait in any. */
export function linesOf<T extends QueueChoice>(queues: readonly T[], channel: string, without: string): T[] {
  return queues.filter((queue) => queue.channel === channel && !queue.per_site && queue.key !== without);
}

/** Whether agents with a profile serve a line: its queue, everywhere or at its site. */
export function servesLine(
  profiles: readonly { key: string; queues: readonly string[] }[],
  profile: string,
  queue: string,
  site: string,
): boolean {
  const served = profiles.find(({ key }) => key === profile)?.queues ?? [];
  return served.includes(queue) || served.includes(`${queue}@${site}`);
}

/** A chosen value as what the call wants: { service: "cards" }. */
export function targetOf(value: string): { [Kind in TargetKind]?: string } {
  const colon = value.indexOf(":");
  return colon < 0 ? {} : { [value.slice(0, colon) as TargetKind]: value.slice(colon + 1) };
}

/** The same items under a kind, without empty groups. */
export function targetGroup(
  kind: TargetKind,
  group: string,
  items: readonly { key: string; label: string }[],
): ChoiceGroup[] {
  if (items.length === 0) return [];
  return [{ group, items: items.map(({ key, label }) => ({ value: `${kind}:${key}`, label })) }];
}
