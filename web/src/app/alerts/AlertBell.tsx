import { ActionIcon, Popover, Switch } from "@mantine/core";
import { IconBell, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../../i18n/useFormat.ts";
import { AlertActs } from "../../kit/alert/AlertActs.tsx";
import { floorLink, useAlertWords } from "../../kit/alert/useAlertWords.ts";
import { StateDot } from "../../kit/StateBadge.tsx";
import { useNow } from "../../kit/ticker.ts";
import { useRows } from "../../live/hooks.tsx";
import { type AlertRow, ownAlertsTopic } from "../../live/topics.ts";
import { stateColour } from "../../theme/tokens.ts";
import classes from "./Alerts.module.css";
import { byUrgency, untaken } from "./order.ts";
import { useNotices } from "./useNotices.tsx";

/** The bell of those who are told of alerts: how many ring and nobody has taken, and all of them. */
export function AlertBell() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const count = useRows(ownAlertsTopic, "alert", (rows) => rows.filter(untaken).length);
  const ways = useNotices();
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={440}
      position="bottom-end"
      shadow="none"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes["bell"] ?? ""}
          aria-label={t("alert.bell", { count })}
          aria-expanded={opened}
          onClick={() => setOpened((before) => !before)}
        >
          <IconBell size={18} stroke={1.6} aria-hidden />
          {count > 0 && (
            <span className={classes["count"]} aria-hidden>
              {count > 99 ? "99+" : count}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("alert.title")}>
        <div className={classes["head"]}>
          <h2>{t("alert.title")}</h2>
        </div>
        {opened && <AlertList onLeave={() => setOpened(false)} />}
        <div className={classes["foot"]}>
          <Switch
            size="xs"
            label={t("alert.notifications")}
            checked={ways.notifications}
            disabled={!ways.canNotify}
            onChange={(event) => void ways.setNotifications(event.currentTarget.checked)}
          />
          <Switch
            size="xs"
            label={t("alert.sound")}
            checked={ways.sound}
            onChange={(event) => ways.setSound(event.currentTarget.checked)}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function AlertList({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const ringing = useRows(ownAlertsTopic, "alert", (rows) =>
    byUrgency(rows.filter((row) => row.cleared === undefined)),
  );
  const over = useRows(ownAlertsTopic, "alert", (rows) =>
    byUrgency(rows.filter((row) => row.cleared !== undefined)),
  );
  return (
    <div className={classes["scroll"]}>
      {ringing.length === 0 ? (
        <p className={classes["calm"]}>
          <IconCircleCheck size={16} aria-hidden style={{ color: stateColour("on_target", "fill") }} />
          {t("alert.none")}
        </p>
      ) : (
        <ul className={classes["list"]} aria-label={t("alert.ringing")}>
          {ringing.map((row) => (
            <AlertItem key={row.id} row={row} onLeave={onLeave} />
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <>
          <h3 className={classes["part"]}>{t("alert.recent")}</h3>
          <ul className={classes["list"]} aria-label={t("alert.recent")}>
            {over.map((row) => (
              <AlertItem key={row.id} row={row} onLeave={onLeave} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function AlertItem({ row, onLeave }: { row: AlertRow; onLeave: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { where, words, state } = useAlertWords()(row, now);
  const takenBy =
    row.taken_name === undefined || row.cleared !== undefined
      ? row.taken_name
      : t("alert.takenBy", { name: row.taken_name });
  const details = [
    row.cleared === undefined
      ? format.time(row.opened)
      : t("alert.clearedAt", { time: format.time(row.cleared) }),
    takenBy,
    row.muted_until === undefined ? "" : t("alert.mutedUntil", { time: format.time(row.muted_until) }),
  ].filter(Boolean);
  return (
    <li className={classes["line"]}>
      <Link className={classes["open"]} to={floorLink(row)} onClick={onLeave}>
        <span className={classes["icon"]}>
          <StateDot state={state} size={15} />
        </span>
        <span>
          <span className={classes["name"]}>{where}</span>{" "}
          <span className={classes["words"]} style={{ color: stateColour(state) }}>
            {words}
          </span>
          <br />
          <span className={classes["small"]}>{[format.text(row.name), ...details].join(" · ")}</span>
        </span>
      </Link>
      <AlertActs alert={row} name={where} />
    </li>
  );
}
