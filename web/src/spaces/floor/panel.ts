import type { FigureScope } from "./scope.ts";

/** What is open beside the board; one at a time. */
export type Panel =
  | { kind: "agent"; agent: string }
  | { kind: "work"; work: string }
  | { kind: "figure"; kpi: string; scope: FigureScope };

export type OpenPanel = (panel: Panel) => void;
