import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { Elapsed } from "../../kit/Elapsed.tsx";
import { useNow } from "../../kit/ticker.ts";
import type { FloorQueue, FloorTotal, WallLine } from "../../live/topics.ts";
import { Tile, type TileProps } from "./Tile.tsx";
import { longestTarget, numberOf, type SummaryKind, summaryState } from "./tiles.ts";

export interface SummaryTileProps {
  kind: SummaryKind;
  total: FloorTotal;
  queues: readonly FloorQueue[];
  /** The day's service level of the whole place. */
  points: WallLine["points"];
}

/** A figure of the whole place. */
export function SummaryTile({ kind, total, queues, points }: SummaryTileProps) {
  const { t } = useTranslation("wall");
  const now = useNow();
  const content = useContent(total, points, longestTarget(queues, now));
  return (
    <Tile label={t(`summary.${kind}`)} standing={summaryState(kind, total, queues, now)} {...content(kind)} />
  );
}

function useContent(
  total: FloorTotal,
  points: WallLine["points"],
  longest: number | undefined,
): (kind: SummaryKind) => Omit<TileProps, "label" | "standing"> {
  const { t } = useTranslation("wall");
  const format = useFormat();
  const level = total.kpi["service_level"];
  return (kind) => {
    switch (kind) {
      case "service":
        return {
          number: format.percent(numberOf(level)),
          ...(level?.goal !== undefined && { target: t("goal", { goal: format.percent(level.goal) }) }),
          more: <span>{t("handled", { count: total.handled })}</span>,
          points,
          goal: level?.goal,
        };
      case "waiting":
        return {
          number: format.number(total.waiting),
          // A leg counts as offered once it is answered or has ended.
          more: <span>{t("came", { count: total.offered + total.waiting })}</span>,
        };
      case "longest":
        return {
          number: <Elapsed since={total.oldest} />,
          ...(longest !== undefined && { target: t("target", { target: format.duration(longest) }) }),
          more: <span>{t("average", { time: format.duration(numberOf(total.asa)) })}</span>,
        };
      case "agents":
        return {
          number: format.number(total.ready),
          target: t("of", { count: total.signed_in }),
          more: (
            <>
              <span>{t("busy", { count: total.engaged + total.wrap_up + total.offered_agents })}</span>
              <span>{t("away", { count: total.not_ready })}</span>
            </>
          ),
        };
      case "abandoned":
        return {
          number: format.percent(numberOf(total.kpi["abandonment"]), 1),
          more: <span>{t("left", { count: total.abandoned })}</span>,
        };
      case "asa":
        return {
          number: format.duration(numberOf(total.asa)),
          more: <span>{t("handleTime", { time: format.duration(numberOf(total.aht)) })}</span>,
        };
    }
  };
}
