import { Menu } from "@mantine/core";
import { IconListDetails, IconLock, IconLockOpen, IconMathFunction } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import type { FloorQueue } from "../../../live/topics.ts";
import { RowMenu } from "../RowMenu.tsx";
import { turnOf } from "./switch.ts";
import { useQueueSwitch } from "./useQueueSwitch.ts";

export interface QueueMenuProps {
  row: FloorQueue;
  onWaiting: () => void;
  onFigures: () => void;
}

/** What can be done with a queue. */
export function QueueMenu({ row, onWaiting, onFigures }: QueueMenuProps) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { may, turn } = useQueueSwitch();
  const Icon = row.open ? IconLock : IconLockOpen;
  return (
    <RowMenu label={t("queues.actions", { queue: names.queue(row.queue) })}>
      <Menu.Item leftSection={<IconListDetails size={16} stroke={1.5} aria-hidden />} onClick={onWaiting}>
        {t("queues.showWaiting")}
      </Menu.Item>
      <Menu.Item leftSection={<IconMathFunction size={16} stroke={1.5} aria-hidden />} onClick={onFigures}>
        {t("queues.showFigures")}
      </Menu.Item>
      {may(row) && (
        <Menu.Item leftSection={<Icon size={16} stroke={1.5} aria-hidden />} onClick={() => void turn(row)}>
          {t(`queues.turn.${turnOf(row)}`)}
        </Menu.Item>
      )}
    </RowMenu>
  );
}
