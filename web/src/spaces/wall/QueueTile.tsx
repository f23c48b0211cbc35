import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { Elapsed } from "../../kit/Elapsed.tsx";
import { useNow } from "../../kit/ticker.ts";
import type { FloorQueue, WallLine } from "../../live/topics.ts";
import { Tile } from "./Tile.tsx";
import { numberOf, queueState } from "./tiles.ts";

export interface QueueTileProps {
  queue: FloorQueue;
  points: WallLine["points"];
  name: string;
  /** Only where the wall is of several sites. */
  site: string;
}

/** A queue: how long the first has waited against the target, how many wait, and how the day stands. */
export function QueueTile({ queue, points, name, site }: QueueTileProps) {
  const { t } = useTranslation("wall");
  const format = useFormat();
  const now = useNow();
  const level = numberOf(queue.kpi["service_level"]);
  const nobody = queue.waiting === 0;
  const standing = queueState(queue, now);
  const target = () => {
    if (!nobody) return t("target", { target: format.duration(queue.threshold) });
    return queue.open ? t("waitingWord") : t("closed");
  };
  return (
    <Tile
      label={name}
      aside={site}
      number={nobody ? "0" : <Elapsed since={queue.oldest} />}
      target={target()}
      standing={standing}
      calm={standing?.cause !== "wait"}
      more={
        <>
          <span>{nobody ? t("agents", { count: queue.ready }) : t("waiting", { count: queue.waiting })}</span>
          <span>{t("service", { value: format.percent(level), goal: format.percent(queue.goal) })}</span>
        </>
      }
      points={points}
      goal={queue.goal}
    />
  );
}
