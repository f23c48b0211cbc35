import type { Organisation } from "../../../api/organisation.ts";
import type { FloorAgent } from "../../../live/topics.ts";
import type { MoveTo } from "../acts.ts";

// Where an agent can be moved, and what is sent when one is.

/** The choices of the dialog; "" is none. */
export interface Move {
  profile: string;
  site: string;
  team: string;
  counter: string;
}

export interface Seat {
  key: string;
  name: string;
  /** Who sits there; undefined when it is free. */
  taken: string | undefined;
}

/** The key of a profile without the site it is tied to: `counter@mixco` is `counter`. */
const base = (profile: string) => profile.split("@", 1)[0] ?? profile;

/** Where the agent is now. */
export function present(agent: FloorAgent, organisation: Organisation | undefined): Move {
  const counter = organisation?.counters.find(
    ({ site, name }) => site === agent.site && name === agent.counter,
  );
  return {
    profile: base(agent.profile),
    site: agent.site,
    team: agent.team ?? "",
    counter: counter?.key ?? "",
  };
}

/** The counters of a branch in the order people count them, each with who sits there but the agent. */
export function seatsAt(
  site: string,
  organisation: Organisation | undefined,
  agentsThere: readonly Pick<FloorAgent, "agent" | "name" | "site" | "counter">[],
  agent: string,
): Seat[] {
  const sitting = new Map(
    agentsThere
      .filter((other) => other.site === site && other.agent !== agent && other.counter)
      .map((other) => [other.counter, other.name]),
  );
  return (organisation?.counters ?? [])
    .filter((counter) => counter.site === site)
    .map(({ key, name }) => ({ key, name, taken: sitting.get(name) }))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** Another site has other teams and counters: its first team, and no counter yet. */
export function toSite(move: Move, site: string, before: Move, organisation: Organisation | undefined): Move {
  if (site === before.site) return { ...move, site, team: before.team, counter: before.counter };
  const team = organisation?.teams.find((candidate) => candidate.site === site)?.key ?? "";
  return { ...move, site, team, counter: "" };
}

export function differs(a: Move, b: Move): boolean {
  return a.profile !== b.profile || a.site !== b.site || a.team !== b.team || a.counter !== b.counter;
}

/** What is asked of the server. A counter that is kept is not asked for. */
export function asked(to: Move, from: Move): MoveTo {
  const { profile, site, team, counter } = to;
  const seat = counter !== "" && (site !== from.site || counter !== from.counter);
  return { profile, site, ...(team && { team }), ...(seat && { counter }) };
}

/**
 * Whether moving back makes it as it was: nothing of the server empties a chair, so
 * who had none and is given one at the same site keeps it.
 */
export function canGoBack(to: Move, from: Move): boolean {
  return to.site !== from.site || from.counter !== "" || to.counter === "";
}
