import {
  IconBuildingStore,
  IconCircleCheck,
  IconClockOff,
  IconDoorExit,
  IconInfoCircle,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { View } from "../model/view.ts";
import { Message } from "./Message.tsx";

const icons: Record<string, ReactNode> = {
  done: <IconCircleCheck aria-hidden />,
  left: <IconDoorExit aria-hidden />,
  no_show: <IconClockOff aria-hidden />,
  closed_out: <IconBuildingStore aria-hidden />,
};

/** The visit is over: how it ended, and what can be done now. */
export function Ended({ view }: { view: View }) {
  const { t } = useTranslation("turn");
  return (
    <Message
      icon={icons[view.state] ?? <IconInfoCircle aria-hidden />}
      title={t(`ended.${view.state}.title`)}
    >
      {t(`ended.${view.state}.words`, { ticket: view.label })}
    </Message>
  );
}
