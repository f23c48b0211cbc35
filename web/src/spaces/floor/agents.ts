import { agentState } from "../../kit/presence.ts";
import type { FloorAgent } from "../../live/topics.ts";
import type { State } from "../../theme/tokens.ts";
import { byText } from "./order.ts";

/** What the list of agents can be narrowed to. */
export const agentFilters = ["all", "ready", "busy", "not_ready"] as const;

export type AgentStateFilter = (typeof agentFilters)[number];

export interface AgentFilter {
  state: AgentStateFilter;
  /** A team's key, or "" for all. */
  team: string;
  /** The beginning of a word of the name. */
  text: string;
}

export const everyAgent: AgentFilter = { state: "all", team: "", text: "" };

export function stateOf(agent: FloorAgent): State {
  return agentState(agent.presence, agent.activity);
}

export function countStates(agents: readonly FloorAgent[]): Record<AgentStateFilter, number> {
  const counts = { all: agents.length, ready: 0, busy: 0, not_ready: 0 };
  for (const agent of agents) {
    const group = groupOf(agent);
    if (group !== undefined) counts[group]++;
  }
  return counts;
}

/** Busy is whoever has a work in hand, in wrap-up or before them as an offer, as the server counts. */
function groupOf(agent: FloorAgent): "ready" | "busy" | "not_ready" | undefined {
  if (agent.activity !== "idle") return "busy";
  return agent.presence === "offline" ? undefined : agent.presence;
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function filterAgents(agents: readonly FloorAgent[], filter: AgentFilter): readonly FloorAgent[] {
  if (filter.state === "all" && filter.team === "" && filter.text.trim() === "") return agents;
  const wanted = plain(filter.text.trim());
  return agents.filter(
    (agent) =>
      (filter.state === "all" || groupOf(agent) === filter.state) &&
      (filter.team === "" || agent.team === filter.team) &&
      (wanted === "" ||
        plain(agent.name)
          .split(/\s+/)
          .some((word) => word.startsWith(wanted)) ||
        plain(agent.name).startsWith(wanted)),
  );
}

/** The teams that have agents among these, by key, without doubles. */
export function teamsOf(agents: readonly FloorAgent[]): string[] {
  return [...new Set(agents.flatMap((agent) => (agent.team ? [agent.team] : [])))].sort(byText);
}

const stateOrder: Record<string, number> = { ready: 0, engaged: 1, wrap_up: 2, not_ready: 3, offline: 4 };

/** How agents are sorted by a column; the name decides where it does not. */
export function compareAgents(key: string, descending: boolean): (a: FloorAgent, b: FloorAgent) => number {
  const by = comparisons[key] ?? (() => 0);
  const sign = descending ? -1 : 1;
  return (a, b) => sign * by(a, b) || byText(a.name, b.name) || byText(a.agent, b.agent);
}

const comparisons: Record<string, (a: FloorAgent, b: FloorAgent) => number> = {
  name: (a, b) => byText(a.name, b.name),
  state: (a, b) => (stateOrder[stateOf(a)] ?? 9) - (stateOrder[stateOf(b)] ?? 9),
  since: (a, b) => b.since - a.since, // ascending: the shortest first
  today: (a, b) => (a.day?.handled ?? 0) - (b.day?.handled ?? 0),
};
