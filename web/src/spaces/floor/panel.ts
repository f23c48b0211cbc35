import type { FigureScope } from "./scope.ts";

/** What is open beside the board; one at a time. The name stays when the row has gone. */
export type Panel =
  | { kind: "agent"; agent: string; name: string }
  | { kind: "alert"; alert: string; name: string }
  | { kind: "work"; work: string; name: string }
  | { kind: "figure"; kpi: string; scope: FigureScope };

export type OpenPanel = (panel: Panel) => void;
