import { IconMoon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { tickNow } from "../../../kit/ticker.ts";
import { useConnection, useRows } from "../../../live/hooks.tsx";
import { kioskTopic } from "../../../live/topics.ts";
import { formatDay } from "../model/opening.ts";
import type { KioskConfig } from "../model/types.ts";
import { Message } from "../parts/Message.tsx";

/** Outside the opening hours: when to come back. */
export function ClosedScreen({ config }: { config: KioskConfig }) {
  const { t, i18n } = useTranslation("kiosk");
  const format = useFormat();
  const site = useRows(kioskTopic(config.site), "site", (rows) => rows[0]);
  const live = useConnection() === "open";
  const opens = (live ? site?.opens_at : undefined) ?? config.opens_at;
  if (opens === undefined) return <Message icon={<IconMoon aria-hidden />} title={t("closed.title")} />;
  const day = formatDay(i18n.language, config.timezone, opens, tickNow());
  const time = format.time(opens, config.timezone);
  return (
    <Message icon={<IconMoon aria-hidden />} title={t("closed.title")}>
      {t("closed.opens", { day, time })}
    </Message>
  );
}
