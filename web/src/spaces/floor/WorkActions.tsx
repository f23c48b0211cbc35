import { Button, Group, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconArrowUp,
  IconDoorExit,
  IconUserCheck,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FloorWaiting } from "../../live/topics.ts";
import { unparkWork } from "./acts.ts";
import { useDialogs } from "./dialogs/dialogs.ts";
import { useAct } from "./useAct.tsx";

const waiting = [
  { kind: "assign", Icon: IconUserCheck },
  { kind: "transfer", Icon: IconArrowsExchange },
  { kind: "priority", Icon: IconArrowUp },
  { kind: "cancel", Icon: IconDoorExit },
] as const;

// What was set aside is nobody's to give: it goes back to the line, or ends.
const setAside = [
  { kind: "unpark", Icon: IconArrowBackUp },
  { kind: "cancel", Icon: IconDoorExit },
] as const;

const isSetAside = (work: FloorWaiting) => work.parked === true || work.state === "parked";

/** The acts that fit a work, each with what to do when it is chosen. */
function useWorkActs(work: FloorWaiting) {
  const { t } = useTranslation("floor");
  const open = useDialogs();
  const act = useAct();
  return (isSetAside(work) ? setAside : waiting).map(({ kind, Icon }) => ({
    kind,
    Icon,
    label: t(`act.${kind}`),
    choose: () => {
      if (kind !== "unpark") return open({ kind, work });
      const name = work.ticket ?? t("work.unnamed");
      void act({ run: () => unparkWork(work.work), done: t("act.unparked", { work: name }) });
    },
  }));
}

/** What can be done with a waiting work, as items of a menu. */
export function WorkMenuItems({ work }: { work: FloorWaiting }) {
  return useWorkActs(work).map(({ kind, Icon, label, choose }) => (
    <Menu.Item
      key={kind}
      leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
      color={kind === "cancel" ? "var(--state-breached)" : undefined}
      onClick={choose}
    >
      {label}
    </Menu.Item>
  ));
}

/** The same as buttons; the first is the likeliest. */
export function WorkButtons({ work }: { work: FloorWaiting }) {
  return (
    <Group gap="xs">
      {useWorkActs(work).map(({ kind, Icon, label, choose }, i) => (
        <Button
          key={kind}
          size="sm"
          variant={i === 0 ? "filled" : "default"}
          leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
          onClick={choose}
        >
          {label}
        </Button>
      ))}
    </Group>
  );
}
