import { useState } from "react";
import { useOrganisation } from "../../../api/organisation.ts";
import { useRows } from "../../../live/hooks.tsx";
import { type FloorAgent, floorTopic } from "../../../live/topics.ts";
import { moveAgent } from "../acts.ts";
import type { Act } from "../useAct.tsx";
import { asked, canGoBack, differs, type Move, present, type Seat, seatsAt, toSite } from "./move.ts";

export interface MoveState {
  move: Move;
  set: (change: Partial<Move>) => void;
  changed: boolean;
  /** The counters of the chosen site; none where no visitors come. */
  seats: readonly Seat[];
  act: () => Pick<Act, "run" | "undo">;
}

/** What is being chosen for an agent, beginning with where the agent is. */
export function useMove(agent: FloorAgent): MoveState {
  const { data: organisation } = useOrganisation();
  // As it was when the dialog was opened; the row goes on living.
  const [before] = useState(() => present(agent, organisation));
  const [move, setMove] = useState(before);
  const there = useRows(floorTopic(`site:${move.site}`), "agent");
  return {
    move,
    set: (change) =>
      setMove((now) =>
        change.site === undefined || change.site === now.site
          ? { ...now, ...change }
          : toSite(now, change.site, before, organisation),
      ),
    changed: differs(move, before),
    seats: seatsAt(move.site, organisation, there, agent.agent),
    act: () => ({
      run: () => moveAgent(agent.agent, asked(move, before)),
      undo: canGoBack(move, before) ? () => moveAgent(agent.agent, asked(before, move)) : undefined,
    }),
  };
}
