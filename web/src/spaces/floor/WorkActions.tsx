import { Button, Group, Menu } from "@mantine/core";
import { IconArrowsExchange, IconArrowUp, IconDoorExit, IconUserCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FloorWaiting } from "../../live/topics.ts";
import { useDialogs } from "./dialogs.ts";

const acts = [
  { kind: "assign", Icon: IconUserCheck },
  { kind: "transfer", Icon: IconArrowsExchange },
  { kind: "priority", Icon: IconArrowUp },
  { kind: "cancel", Icon: IconDoorExit },
] as const;

/** What can be done with a waiting work, as items of a menu. */
export function WorkMenuItems({ work }: { work: FloorWaiting }) {
  const { t } = useTranslation("floor");
  const open = useDialogs();
  return acts.map(({ kind, Icon }) => (
    <Menu.Item
      key={kind}
      leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
      color={kind === "cancel" ? "var(--state-breached)" : undefined}
      onClick={() => open({ kind, work })}
    >
      {t(`act.${kind}`)}
    </Menu.Item>
  ));
}

/** The same as buttons. */
export function WorkButtons({ work }: { work: FloorWaiting }) {
  const { t } = useTranslation("floor");
  const open = useDialogs();
  return (
    <Group gap="xs">
      {acts.map(({ kind, Icon }) => (
        <Button
          key={kind}
          size="sm"
          variant={kind === "assign" ? "filled" : "default"}
          leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
          onClick={() => open({ kind, work })}
        >
          {t(`act.${kind}`)}
        </Button>
      ))}
    </Group>
  );
}
