import { useQuery } from "@tanstack/react-query";
import { api, data } from "../../../api/client.ts";
import { useRows } from "../../../live/hooks.tsx";
import { type FloorWaiting, floorTopic } from "../../../live/topics.ts";
import { type Candidate, candidatesFor } from "./assign.ts";

export interface Candidates {
  all: readonly Candidate[];
  /** The engine was not asked yet whom the work fits. */
  pending: boolean;
  error: unknown;
}

/** To whom a work could be given, as the engine and the live rows have it. */
export function useCandidates(node: string, work: FloorWaiting): Candidates {
  const agents = useRows(floorTopic(node), "agent");
  const why = useQuery({
    queryKey: ["explanation", work.work],
    queryFn: () => data(api.GET("/api/v1/works/{id}/explanation", { params: { path: { id: work.work } } })),
    staleTime: 0,
    gcTime: 0,
  });
  return { all: candidatesFor(work, agents, why.data), pending: why.isPending, error: why.error };
}
