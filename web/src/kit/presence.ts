import type { Activity, Presence } from "../live/topics.ts";
import type { State } from "../theme/tokens.ts";

/**
 * The one state to show for an agent: who is busy is busy, whatever the presence
 * says; an offer not yet taken still looks ready.
 */
export function agentState(presence: Presence, activity: Activity): State {
  if (activity === "engaged" || activity === "wrap_up") return activity;
  return presence;
}
