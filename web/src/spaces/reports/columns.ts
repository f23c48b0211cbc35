import type { Unit } from "../../kit/counted/value.ts";
import type { Cell } from "../../kit/csv.ts";
import type { Row } from "./compare.ts";
import type { Division } from "./useSelection.ts";

/** The figures of work, as tables show them. */
const ofWork = [
  "offered",
  "handled",
  "abandoned",
  "no_show",
  "service_level",
  "abandonment",
  "asa",
  "wait.p90",
  "wait.longest",
  "aht",
] as const;

const ofAgent = [
  "handled",
  "contacts_per_hour",
  "service_level",
  "asa",
  "wait.p90",
  "wait.longest",
  "aht",
  "occupancy",
] as const;

export type Column = (typeof ofWork)[number] | (typeof ofAgent)[number];

/** Which figures a division has. Agents' time is of no queue and no service; nobody is offered to an agent alone. */
export function columnsOf(division: Division): readonly Column[] {
  switch (division) {
    case "queue":
    case "service":
      return ofWork;
    case "site":
    case "hour":
      return [...ofWork, "occupancy"];
    case "agent":
      return ofAgent;
  }
}

/** A figure's name in a file, with its unit: durations are seconds, shares 0–1. */
export function header(kpi: string, unit: Unit): string {
  return unit === "duration" ? `${kpi}_s` : kpi;
}

/** A table as a file: raw units, every figure with what it was divided from where it is a share. */
export function csvRows(
  rows: readonly Row[],
  columns: readonly string[],
  unitOf: (kpi: string) => Unit,
  name: (key: string) => string,
): Cell[][] {
  const raw = (row: Row, kpi: string): Cell => {
    const value = row.figures[kpi]?.value;
    return value !== undefined && unitOf(kpi) === "duration" ? value / 1_000_000 : value;
  };
  return [
    ["key", "name", ...columns.map((kpi) => header(kpi, unitOf(kpi))), "goal", "handled.at_once"],
    ...rows.map((row) => [
      row.key,
      name(row.key),
      ...columns.map((kpi) => raw(row, kpi)),
      row.goal,
      row.figures["handled.at_once"]?.num,
    ]),
  ];
}
