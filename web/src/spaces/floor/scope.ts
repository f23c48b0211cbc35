import type { Organisation } from "../../api/organisation.ts";
import { dayStart } from "../../kit/place/day.ts";
import { mayAt, sitesUnder, zoneOf } from "../../kit/place/place.ts";
import type { Me } from "../../session/session.ts";

/** Whose figures: all of a place, one queue, or one agent. */
export type FigureScope =
  | { kind: "place"; node: string }
  | { kind: "queue"; queue: string; site: string }
  | { kind: "agent"; agent: string; name: string; site: string };

/** One question to the server: the facts of a period, at a site, of a queue or an agent. */
export interface FactQuery {
  from: number;
  to: number;
  site?: string;
  queue?: string;
  agent?: string;
}

/**
 * The questions that together are a scope's today: one for each site, since each
 * has its own day. `to` is the end of the present minute, so that the same
 * question is asked again only when there may be another answer.
 */
export function todayOf(scope: FigureScope, me: Me, organisation: Organisation, now_us: number): FactQuery[] {
  const to = (Math.floor(now_us / minute_us) + 1) * minute_us;
  const from = (site: string | undefined) => dayStart(now_us, zoneOf(organisation, site));
  switch (scope.kind) {
    case "place":
      return sitesUnder(organisation, scope.node).map((site) => ({ from: from(site), to, site }));
    case "queue":
      return [{ from: from(scope.site), to, site: scope.site, queue: scope.queue }];
    case "agent": {
      // An agent may have worked at several sites today. Who may see all asks once.
      const agent = scope.agent;
      if (mayAt(me, organisation, "report.view", "org")) return [{ from: from(scope.site), to, agent }];
      return sitesUnder(organisation, "org")
        .filter((site) => mayAt(me, organisation, "report.view", `site:${site}`))
        .map((site) => ({ from: from(site), to, site, agent }));
    }
  }
}

const minute_us = 60_000_000;

/** The sums of several answers; no value where there is nothing to divide by. */
export function addUp(parts: readonly { num: number; den: number }[], unit: string) {
  const num = parts.reduce((sum, part) => sum + part.num, 0);
  const den = parts.reduce((sum, part) => sum + part.den, 0);
  const value =
    unit === "count" ? num : den === 0 ? null : (num / den) * (unit === "per_hour" ? 3_600_000_000 : 1);
  return { num, den, value };
}
