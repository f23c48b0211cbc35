import type { components } from "../../api/schema.gen.ts";
import type { FactQuery } from "./scope.ts";

export type Interval = components["schemas"]["AgentInterval"];

/** What an agent's time counts as, by the rule of internal/kpi. */
export type Spend = "contact" | "ready" | "break" | "training" | "other" | "unpaid" | "off";

/** Work in hand counts whatever the presence says; who is offered a work is still ready. */
export function spendOf(interval: Interval): Spend {
  if (interval.presence === "offline") return "off";
  if (interval.activity === "engaged" || interval.activity === "wrap_up") return "contact";
  if (interval.presence === "ready") return "ready";
  switch (interval.class) {
    case "break":
    case "training":
    case "unpaid":
      return interval.class;
    default:
      return "other";
  }
}

/** The part of an interval that lies in the period of its question (µs). */
export function lengthIn(interval: Interval, period: Pick<FactQuery, "from" | "to">): number {
  return Math.max(0, Math.min(interval.to, period.to) - Math.max(interval.from, period.from));
}

const scheduled: readonly Spend[] = ["contact", "ready", "break", "training", "other"];
const available: readonly Spend[] = ["contact", "ready"];

// Above and below the line of the KPIs of agents' time.
const sides: Record<string, { num: readonly Spend[]; den: readonly Spend[] }> = {
  occupancy: { num: ["contact"], den: available },
  schedule_occupancy: { num: available, den: scheduled },
  contacts_per_hour: { num: [], den: available },
};

/** Whether an interval's time is above and below the line of a KPI; undefined for one that counts none. */
export function sidesOf(kpi: string, interval: Interval): { num: boolean; den: boolean } | undefined {
  const side = sides[kpi];
  if (side === undefined) return undefined;
  const spend = spendOf(interval);
  return { num: side.num.includes(spend), den: side.den.includes(spend) };
}
