import type { components } from "../../api/schema.gen.ts";

type Detail = components["schemas"]["ContactDetail"];
type Decision = components["schemas"]["Decision"];

/**
 * Why each agent got a contact, in order. Early versions wrote a decision with
 * the offer and again with its acceptance: it is one.
 */
export function decisionsOf(detail: Pick<Detail, "decisions">): Decision[] {
  const seen = new Map<string, Decision>();
  for (const decision of detail.decisions) seen.set(keyOf(decision), decision);
  return [...seen.values()].sort((a, b) => a.at - b.at);
}

function keyOf({ work, leg, agent, at }: Decision): string {
  return `${work} ${leg} ${agent} ${at}`;
}
