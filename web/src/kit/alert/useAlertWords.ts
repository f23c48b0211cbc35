import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import type { AlertRow } from "../../live/topics.ts";
import type { State } from "../../theme/tokens.ts";

/** What an alert says: where it is, how bad, and in which colour. */
export interface AlertWords {
  where: string;
  words: string;
  state: State;
}

/** The words for an alert at an instant (µs). */
export function useAlertWords(): (row: AlertRow, now_us: number) => AlertWords {
  const { t } = useTranslation();
  const names = useNames();
  const format = useFormat();
  return useMemo(() => {
    // Why it rings, while it does.
    const reason = (row: AlertRow, now_us: number): string => {
      const time = format.duration(row.since === undefined ? row.value : now_us - row.since);
      const limit = format.duration(row.limit);
      switch (row.kind) {
        case "longest_wait":
          return t("alert.longest_wait", { time, target: format.duration(row.target ?? row.limit) });
        case "service_level":
          return t("alert.service_level", {
            share: format.percent(row.value / million),
            limit: format.percent(row.limit / million),
          });
        case "nobody_ready":
          return row.value === 0 ? t("alert.nobody_ready") : t("alert.nobody_waits", { count: row.value });
        case "agent_state": {
          const away = row.agent_reason === undefined ? "" : names.notReady(row.agent_reason);
          const state = away || t(`alert.state.${row.agent_state ?? "not_ready"}`);
          return t("alert.agent_state", { state, time, limit });
        }
        case "device_offline":
          return t("alert.device_offline", { time });
      }
    };
    const words = (row: AlertRow, now_us: number): string => {
      if (row.cleared !== undefined) {
        return t("alert.over", { length: format.duration(row.cleared - row.opened) });
      }
      if (row.well !== undefined) return t("alert.well", { time: format.duration(now_us - row.well) });
      return reason(row, now_us);
    };
    return (row, now_us) => ({
      where: whereOf(row, names),
      words: words(row, now_us),
      state: stateOf(row, now_us),
    });
  }, [t, names, format]);
}

const million = 1_000_000;

function whereOf(row: AlertRow, names: ReturnType<typeof useNames>): string {
  const what = row.agent_name ?? row.device ?? (row.queue === undefined ? "" : names.queue(row.queue));
  return [what, row.site === undefined ? "" : names.site(row.site)].filter(Boolean).join(" · ");
}

/** Colour means how bad it is: people who wait too long, and nobody for them, are worst. */
export function stateOf(row: AlertRow, now_us: number): State {
  if (row.cleared !== undefined || row.well !== undefined) return "on_target";
  switch (row.kind) {
    case "longest_wait":
      return row.since !== undefined && now_us - row.since < (row.target ?? 0) ? "at_risk" : "breached";
    case "nobody_ready":
      return "breached";
    case "device_offline":
      return "offline";
    case "agent_state":
      return "not_ready";
    case "service_level":
      return "at_risk";
  }
}

/** The place of the floor where an alert is looked at. */
export function floorLink(row: Pick<AlertRow, "id" | "site">): string {
  const node = row.site === undefined ? "org" : `site:${row.site}`;
  return `/floor?at=${encodeURIComponent(node)}&alert=${row.id}`;
}
