import { IconMoon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nearestLanguage } from "../../../i18n/spoken.ts";
import { formatFor } from "../../../i18n/useFormat.ts";
import { tickNow } from "../../../kit/ticker.ts";
import { useConnection, useRows } from "../../../live/hooks.tsx";
import { kioskTopic } from "../../../live/topics.ts";
import { formatDay } from "../model/opening.ts";
import type { KioskConfig } from "../model/types.ts";
import { Message } from "../parts/Message.tsx";
import { useLanguageTurns } from "../useLanguageTurns.ts";

/** Outside the opening hours: when to come back, in the branch's languages by turns. */
export function ClosedScreen({ config }: { config: KioskConfig }) {
  const { t } = useTranslation("kiosk");
  const lng = nearestLanguage(useLanguageTurns(config.languages));
  const site = useRows(kioskTopic(config.site), "site", (rows) => rows[0]);
  const live = useConnection() === "open";
  const opens = (live ? site?.opens_at : undefined) ?? config.opens_at;
  return (
    <div lang={lng} style={{ height: "100%" }}>
      <Message icon={<IconMoon aria-hidden />} title={t("closed.title", { lng })}>
        {opens !== undefined &&
          t("closed.opens", {
            lng,
            day: formatDay(lng, config.timezone, opens, tickNow()),
            time: formatFor(lng).time(opens, config.timezone),
          })}
      </Message>
    </div>
  );
}
