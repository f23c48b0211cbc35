import { Menu } from "@mantine/core";
import { IconBell, IconBellOff, IconLogout2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Keys } from "../../../kit/Keys.tsx";
import { StateDot } from "../../../kit/StateBadge.tsx";
import { useNotReadyName } from "../../../kit/why/useWhyWords.ts";
import { isSilent, setSilent } from "../act/ring.ts";
import { byClass } from "../model/presence.ts";
import type { PresenceActs } from "./usePresenceCommands.ts";

/** Ready, the reasons not to be by class, the ring, and the way out. */
export function PresenceMenu({ me, reasons, ready, away, leave, connected }: PresenceActs) {
  const { t } = useTranslation("desk");
  const notReadyName = useNotReadyName();
  const [silent, setSilentShown] = useState(isSilent);
  const keepSilent = (next: boolean) => {
    setSilent(next);
    setSilentShown(next);
  };
  return (
    <>
      {me.counter && <Menu.Label>{t("counter.at", { counter: me.counter })}</Menu.Label>}
      <Menu.Item
        leftSection={<StateDot state="ready" />}
        rightSection={<Keys keys="F2" />}
        disabled={!connected || (me.presence === "ready" && me.pending === undefined)}
        onClick={ready}
      >
        {me.pending === "not_ready" ? t("presence.stay") : t("presence.ready")}
      </Menu.Item>
      {byClass(reasons).map((group) => (
        <div key={group.class}>
          <Menu.Label>{t(`presence.class.${group.class}`)}</Menu.Label>
          {group.reasons.map((reason) => (
            <Menu.Item
              key={reason.key}
              leftSection={<StateDot state="not_ready" />}
              disabled={!connected}
              aria-current={me.reason === reason.key || undefined}
              onClick={() => away(reason.key)}
            >
              {notReadyName(reason.key)}
            </Menu.Item>
          ))}
        </div>
      ))}
      <Menu.Divider />
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={silent ? <IconBellOff size={16} aria-hidden /> : <IconBell size={16} aria-hidden />}
        onClick={() => keepSilent(!silent)}
      >
        {silent ? t("ring.on") : t("ring.off")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconLogout2 size={16} aria-hidden />}
        disabled={!connected}
        onClick={() => void leave()}
      >
        {t("leave.action")}
      </Menu.Item>
    </>
  );
}
