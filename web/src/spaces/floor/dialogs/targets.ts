import type { Names, Organisation } from "../../../api/organisation.ts";
import type { FloorAgent, FloorWaiting } from "../../../live/topics.ts";
import { byText } from "../order.ts";

// Where a work can be sent, in the form of Mantine's grouped options.

export interface Option {
  value: string;
  label: string;
}

export interface OptionGroup {
  group: string;
  items: Option[];
}

export const targetKinds = ["service", "queue", "agent"] as const;

export type TargetKind = (typeof targetKinds)[number];

/** All targets of a kind; of agents those who are signed in, by name. */
export function targetsOf(
  kind: TargetKind,
  work: Pick<FloorWaiting, "site" | "service" | "queue">,
  sites: readonly string[],
  organisation: Organisation | undefined,
  agents: readonly FloorAgent[],
  names: Names,
): (Option | OptionGroup)[] {
  if (organisation === undefined) return [];
  switch (kind) {
    case "service":
      return servicesFor(work, organisation, names);
    case "queue":
      return queuesFor(work, organisation, names, sites);
    case "agent":
      return agents
        .filter((agent) => agent.presence !== "offline")
        .map((agent) => ({ value: agent.agent, label: agent.name }))
        .sort((a, b) => byText(a.label, b.label));
  }
}

/** The services of the work's site, but its own, each with the folder it is in. */
export function servicesFor(
  work: Pick<FloorWaiting, "site" | "service">,
  organisation: Organisation,
  names: Names,
): Option[] {
  return organisation.services
    .filter(
      (service) =>
        service.queue !== "" &&
        service.key !== work.service &&
        (!service.sites?.length || service.sites.includes(work.site)),
    )
    .map((service) => ({
      value: service.key,
      label: service.parent
        ? `${names.service(service.parent)} › ${names.service(service.key)}`
        : names.service(service.key),
    }));
}

/** Queues of the same channel as the work's, at its own site first, then at the others of the place. */
export function queuesFor(
  work: Pick<FloorWaiting, "site" | "queue">,
  organisation: Organisation,
  names: Names,
  sites: readonly string[],
): OptionGroup[] {
  const base = work.queue.split("@", 1)[0];
  const channel = organisation.queues.find((queue) => queue.key === base)?.channel;
  const around = [work.site, ...sites.filter((site) => site !== work.site)];
  return around
    .map((site) => ({
      group: names.site(site),
      items: organisation.queues
        .filter((queue) => queue.channel === channel && (queue.per_site || queue.site === site))
        .filter((queue) => queue.key !== base || site !== work.site) // it is in that line already
        .map((queue) => ({
          value: queue.per_site ? `${queue.key}@${site}` : queue.key,
          label: names.queue(queue.key),
        })),
    }))
    .filter((group) => group.items.length > 0);
}
