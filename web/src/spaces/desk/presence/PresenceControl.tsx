import { Menu, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { useConfirm } from "../../../kit/Confirm.tsx";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { useHotkey } from "../../../kit/hotkeys.ts";
import { StateBadge } from "../../../kit/StateBadge.tsx";
import { WithKey } from "../../../kit/WithKey.tsx";
import { useNotReadyName } from "../../../kit/why/useWhyWords.ts";
import { useConnection } from "../../../live/hooks.tsx";
import type { DeskMe, DeskWork } from "../../../live/topics.ts";
import { setPresence, signOutDesk } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { type Doing, useAct } from "../act/useAct.ts";
import { presenceToggle, presenceView } from "../model/presence.ts";
import { leaving } from "../model/works.ts";
import classes from "./Presence.module.css";
import { PresenceMenu } from "./PresenceMenu.tsx";
import { usePresenceCommands } from "./usePresenceCommands.ts";

/** Ready or not, since when, what comes next, and the way out: in the top bar. */
export function PresenceControl({ me, works }: { me: DeskMe; works: readonly DeskWork[] }) {
  const { t } = useTranslation("desk");
  const { data: organisation } = useOrganisation();
  const notReadyName = useNotReadyName();
  const connected = useConnection() === "open";
  const [opened, setOpened] = useState(false);
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

  const stateName = view.reason === undefined ? t(`common:state.${view.state}`) : notReadyName(view.reason);
  const pendingName = view.pending?.presence === "not_ready" ? notReadyName(view.pending.reason) : undefined;

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
          <UnstyledButton className={classes["control"]} aria-label={`${stateName}. ${t("presence.open")}`}>
            <WithKey label={t("presence.toggle")} keys="F2">
              <span className={classes["now"]}>
                <StateBadge state={view.state}>{stateName}</StateBadge>
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
          <PresenceMenu
            me={me}
            reasons={reasons}
            ready={ready}
            away={away}
            leave={leave}
            connected={connected}
          />
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
    const count = leaving(works);
    if (count > 0) {
      const goOn = await confirm({
        title: t("leave.title"),
        consequence: t("leave.consequence", { count }),
        action: t("leave.action"),
        destructive: true,
      });
      if (!goOn) return;
    }
    await doing.run("leave", (headers) => signOutDesk(count > 0, headers));
  };
}
