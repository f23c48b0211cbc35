import { Menu, UnstyledButton } from "@mantine/core";
import { IconBell, IconBellOff, IconChevronDown, IconLogout2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { useConfirm } from "../../../kit/Confirm.tsx";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { useHotkey } from "../../../kit/hotkeys.ts";
import { Keys } from "../../../kit/Keys.tsx";
import { StateBadge, StateDot } from "../../../kit/StateBadge.tsx";
import { WithKey } from "../../../kit/WithKey.tsx";
import { useNotReadyName } from "../../../kit/why/useWhyWords.ts";
import { useConnection } from "../../../live/hooks.tsx";
import type { DeskMe, DeskWork } from "../../../live/topics.ts";
import { setPresence, signOutDesk, unpark } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { isSilent, setSilent } from "../act/ring.ts";
import { type Doing, useAct } from "../act/useAct.ts";
import { byClass, presenceToggle, presenceView } from "../model/presence.ts";
import { leaving } from "../model/works.ts";
import classes from "./Presence.module.css";
import { usePresenceCommands } from "./usePresenceCommands.ts";

/** Ready or not, since when, what comes next, and the way out: in the top bar. */
export function PresenceControl({ me, works }: { me: DeskMe; works: readonly DeskWork[] }) {
  const { t } = useTranslation("desk");
  const { data: organisation } = useOrganisation();
  const notReadyName = useNotReadyName();
  const connected = useConnection() === "open";
  const [opened, setOpened] = useState(false);
  const [silent, setSilentShown] = useState(isSilent);
  const doing = useAct();
  const leave = useLeave(works, doing);

  const view = presenceView(me);
  const reasons = organisation?.not_ready_reasons ?? [];
  const ready = () => void doing.run("ready", () => setPresence("ready"));
  const away = (reason: string) => void doing.run(reason, () => setPresence("not_ready", reason));
  const toggle = () => {
    if (presenceToggle(me) === "choose") setOpened((before) => !before);
    else ready();
  };
  useHotkey("F2", toggle, t("presence.toggle"), connected);
  usePresenceCommands({ me, reasons, ready, away, leave, connected });

  const pendingName = view.pending?.presence === "not_ready" ? notReadyName(view.pending.reason) : undefined;
  const keepSilent = (next: boolean) => {
    setSilent(next);
    setSilentShown(next);
  };

  return (
    <>
      <Menu
        opened={opened}
        onChange={setOpened}
        width={270}
        position="bottom-end"
        closeOnItemClick
        withinPortal
        returnFocus
      >
        <Menu.Target>
          <UnstyledButton className={classes["control"]} aria-label={t("presence.open")}>
            <WithKey label={t("presence.toggle")} keys="F2">
              <span className={classes["now"]}>
                <StateBadge state={view.state}>
                  {view.reason === undefined ? undefined : notReadyName(view.reason)}
                </StateBadge>
                <Elapsed since={view.since} className={classes["time"] ?? ""} />
                {pendingName !== undefined && (
                  <span className={classes["then"]}>{t("presence.then", { reason: pendingName })}</span>
                )}
              </span>
            </WithKey>
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {me.counter && <Menu.Label>{t("counter.at", { counter: me.counter })}</Menu.Label>}
          <Menu.Item
            leftSection={<StateDot state="ready" />}
            rightSection={<Keys keys="F2" />}
            disabled={!connected || (me.presence === "ready" && me.pending === undefined)}
            onClick={ready}
          >
            {pendingName === undefined ? t("presence.ready") : t("presence.stay")}
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
        </Menu.Dropdown>
      </Menu>
      {doing.error !== undefined && (
        <div className={classes["refused"]}>
          <Refusal doing={doing} />
        </div>
      )}
    </>
  );
}

// Leaving with works in hand asks once, and says what becomes of them.
function useLeave(works: readonly DeskWork[], doing: Doing) {
  const { t } = useTranslation("desk");
  const confirm = useConfirm();
  return async () => {
    const { count, aside } = leaving(works);
    if (count > 0) {
      const goOn = await confirm({
        title: t("leave.title"),
        consequence: t("leave.consequence", { count }),
        action: t("leave.action"),
        destructive: true,
      });
      if (!goOn) return;
    }
    await doing.run("leave", async (headers) => {
      // What is set aside would stay with the agent, and nobody would call it.
      for (const work of aside)
        await unpark(work, true, { "Idempotency-Key": `${headers["Idempotency-Key"]}.${work}` });
      await signOutDesk(count > 0, headers);
    });
  };
}
