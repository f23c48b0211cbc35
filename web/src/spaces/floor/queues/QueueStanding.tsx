import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { zoneOf } from "../../../kit/place/place.ts";
import type { FloorQueue } from "../../../live/topics.ts";
import { stateColour } from "../../../theme/tokens.ts";
import classes from "../Board.module.css";
import { standingOf } from "./switch.ts";

/** Open or closed against its hours, or closed by them, in words; who did it when is in the tooltip. Nothing for a queue that is open as usual. */
export function QueueStanding({ row }: { row: FloorQueue }) {
  const { t } = useTranslation("floor");
  const tell = useByHand();
  const standing = standingOf(row);
  if (standing === undefined) return null;
  if (standing === "closed_by_hours")
    return <span className={classes["dim"]}>{t("queues.standing.closed_by_hours")}</span>;
  const Icon = row.open ? IconLockOpen : IconLock;
  return (
    <span className={classes["byHand"]} style={{ color: stateColour("at_risk") }} title={tell(row)}>
      <Icon size={13} stroke={1.8} aria-hidden />
      {t(`queues.standing.${standing}`)}
    </span>
  );
}

/** "Closed by Laura Castillo at 10:32. Its hours change at 17:00." */
function useByHand(): (row: FloorQueue) => string {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  return (row) => {
    const { name = "–", at = 0, until } = row.by_hand ?? {};
    const zone = zoneOf(organisation, row.site);
    const who = t(`queues.by.${row.open ? "open" : "close"}`, { name, time: format.time(at, zone) });
    if (!until) return who;
    const soon = until - at < 86_400_000_000;
    const time = soon ? format.time(until, zone) : format.dateTime(until, zone);
    return `${who} ${t("queues.until", { time })}`;
  };
}
