import type { components } from "../../../api/schema.gen.ts";
import type { FloorAgent, FloorWaiting } from "../../../live/topics.ts";
import { byText } from "../order.ts";

/** An agent to whom a waiting work could be given. */
export interface Candidate {
  agent: FloorAgent;
  /** Profile and skills fit. A leader may choose another all the same. */
  fits: boolean;
  /** What the engine says of the agent. */
  verdict: { word: string; since?: number } | undefined;
  /** Takes it at once; else it is kept for the agent. */
  free: boolean;
}

type Explanation = components["schemas"]["Explanation"];

/** Ready with nothing in hand and nothing to do first. */
export function isFree(agent: FloorAgent): boolean {
  return agent.presence === "ready" && agent.pending === undefined && agent.activity === "idle";
}

/**
 * All agents at the work's site who are signed in, and those elsewhere whom the
 * engine counts as fitting: first who fits and is free, then who fits, then the
 * others, each by name.
 */
export function candidatesFor(
  work: Pick<FloorWaiting, "site">,
  agents: readonly FloorAgent[],
  explanation: Pick<Explanation, "verdicts" | "decision"> | undefined,
): Candidate[] {
  const verdicts = new Map((explanation?.verdicts ?? []).map((verdict) => [verdict.agent, verdict]));
  // Of an offered work the decision says who fitted.
  for (const verdict of explanation?.decision?.verdicts ?? []) {
    if (!verdicts.has(verdict.agent) && !isMisfit(verdict.word)) verdicts.set(verdict.agent, verdict);
  }
  return agents
    .filter(
      (agent) => agent.presence !== "offline" && (agent.site === work.site || verdicts.has(agent.agent)),
    )
    .map((agent) => ({
      agent,
      fits: verdicts.has(agent.agent),
      verdict: verdicts.get(agent.agent),
      free: isFree(agent),
    }))
    .sort((a, b) => weight(a) - weight(b) || byText(a.agent.name, b.agent.name));
}

function isMisfit(word: string): boolean {
  return word === "profile" || word === "excluded" || word.startsWith("skill:");
}

function weight(candidate: Candidate): number {
  if (!candidate.fits) return 2;
  return candidate.free ? 0 : 1;
}
