import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { QrCode } from "../../../kit/QrCode.tsx";
import { serviceOf } from "../model/services.ts";
import { turnUrl } from "../model/turnUrl.ts";
import type { Given, KioskConfig } from "../model/types.ts";
import classes from "./PrintedTicket.module.css";

/** The ticket on paper of 80 mm. It is there for the printer only. */
export function PrintedTicket({ config, given }: { config: KioskConfig; given: Given }) {
  const { t } = useTranslation("kiosk");
  const format = useFormat();
  return createPortal(
    <div className={classes["paper"]} aria-hidden data-testid="paper">
      <p>{format.text(config.site_name)}</p>
      <p className={classes["label"]}>{given.label}</p>
      <p className={classes["service"]}>{format.text(serviceOf(config, given.service)?.name)}</p>
      {given.place !== undefined && <p>{t("ticket.before", { count: given.place - 1 })}</p>}
      {given.expected !== undefined && given.expected > 0 && (
        <p>{t("ticket.expected", { minutes: format.minutes(given.expected) })}</p>
      )}
      <p>{format.dateTime(given.at, config.timezone)}</p>
      <QrCode className={classes["code"] ?? ""} text={turnUrl(config, given)} label={t("ticket.follow")} />
      <p>{t("ticket.follow")}</p>
    </div>,
    document.body,
  );
}
