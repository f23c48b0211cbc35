import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useFormat } from "../../i18n/useFormat.ts";
import { floorLink, useAlertWords } from "../../kit/alert/useAlertWords.ts";
import { Chime } from "../../kit/chime.ts";
import { tickNow } from "../../kit/ticker.ts";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { type AlertRow, ownAlertsTopic } from "../../live/topics.ts";
import { stateColour } from "../../theme/tokens.ts";
import classes from "./Alerts.module.css";
import { news } from "./order.ts";

// What this browser does besides: of the device, not of the person.
const notifyKey = "turno.alerts.notify";
const soundKey = "turno.alerts.sound";
const notice_ms = 12_000;
/** A storm of alerts is one note with their number. */
const notices_max = 3;

export interface Ways {
  canNotify: boolean;
  notifications: boolean;
  setNotifications: (on: boolean) => Promise<void>;
  sound: boolean;
  setSound: (on: boolean) => void;
}

/** Tells of each alert as it begins: a note here, and as wanted a notification and a sound. */
export function useNotices(): Ways {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const words = useAlertWords();
  const rows = useRows(ownAlertsTopic, "alert");
  const { ready } = useTopicState(ownAlertsTopic);
  const [chime] = useState(() => new Chime());
  const [notify, setNotify] = useState(() => kept(notifyKey) && permission() === "granted");
  const [sound, setSound] = useState(() => kept(soundKey));
  const known = useRef<Set<string> | undefined>(undefined);

  useEffect(() => {
    if (!ready) return;
    const first = known.current === undefined;
    known.current ??= new Set();
    const fresh = news(rows, known.current, first);
    if (fresh.length === 0) return;
    const tell = (row: AlertRow) => {
      const { where, words: what, state } = words(row, tickNow());
      const open = () => {
        notifications.hide(row.id);
        void navigate(floorLink(row));
      };
      notifications.show({
        id: row.id,
        title: format.text(row.name),
        color: stateColour(state, "fill"),
        autoClose: notice_ms,
        closeButtonProps: { "aria-label": t("close") },
        message: (
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <span className={classes["note"]}>
              {where}: {what}
            </span>
            <Button size="compact-sm" variant="default" flex="none" onClick={open}>
              {t("alert.look")}
            </Button>
          </Group>
        ),
      });
      if (notify) announce(format.text(row.name), `${where}: ${what}`, row.id, open);
    };
    if (fresh.length <= notices_max) for (const row of fresh) tell(row);
    else {
      const message = t("alert.several", { count: fresh.length });
      notifications.show({ message, autoClose: notice_ms, closeButtonProps: { "aria-label": t("close") } });
      if (notify) announce(t("alert.title"), message, "alerts", () => window.focus());
    }
    if (sound) chime.play();
  }, [rows, ready, notify, sound, chime, words, format, navigate, t]);

  // A sound that was wanted before needs one touch of this page.
  useEffect(() => {
    if (!sound) return;
    const unlock = () => void chime.unlock();
    document.addEventListener("pointerdown", unlock, { once: true });
    return () => document.removeEventListener("pointerdown", unlock);
  }, [sound, chime]);
  useEffect(() => () => chime.close(), [chime]);

  return {
    canNotify: permission() !== "denied",
    notifications: notify,
    setNotifications: async (on) => {
      const allowed = on && (await Notification.requestPermission()) === "granted";
      keep(notifyKey, allowed);
      setNotify(allowed);
    },
    sound,
    setSound: (on) => {
      keep(soundKey, on);
      setSound(on);
      if (on) void chime.unlock().then(() => chime.play());
    },
  };
}

function permission(): NotificationPermission {
  return "Notification" in window ? Notification.permission : "denied";
}

function announce(title: string, body: string, tag: string, onClick: () => void): void {
  const notification = new Notification(title, { body, tag });
  notification.onclick = () => {
    window.focus();
    notification.close();
    onClick();
  };
}

function kept(key: string): boolean {
  try {
    return localStorage.getItem(key) === "yes";
  } catch {
    return false; // storage is forbidden: off, as by default
  }
}

function keep(key: string, on: boolean): void {
  try {
    localStorage.setItem(key, on ? "yes" : "no");
  } catch {
    // then it holds for this page
  }
}
