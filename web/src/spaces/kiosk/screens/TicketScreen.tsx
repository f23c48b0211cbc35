import { IconDeviceMobile, IconPrinter } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useFormat } from "../../../i18n/useFormat.ts";
import { QrCode } from "../../../kit/QrCode.tsx";
import { serviceOf } from "../model/services.ts";
import { turnUrl } from "../model/turnUrl.ts";
import type { Given, KioskConfig } from "../model/types.ts";
import { BigButton } from "../parts/BigButton.tsx";
import { Heading } from "../parts/Heading.tsx";
import { PrintedTicket } from "../parts/PrintedTicket.tsx";
import classes from "./TicketScreen.module.css";

/** The answer to everything: the number, how long, and how to follow it. */
export function TicketScreen({ config, given }: { config: KioskConfig; given: Given }) {
  const { t } = useTranslation("kiosk");
  const format = useFormat();
  const [search] = useSearchParams();
  const service = format.text(serviceOf(config, given.service)?.name);

  // With ?print=auto the browser prints each ticket by itself; without a dialogue
  // where it was started for that (chromium --kiosk-printing).
  const auto = search.get("print") === "auto" && !given.printing;
  useEffect(() => {
    if (auto) window.print();
  }, [auto]);

  return (
    <div className={classes["screen"]}>
      <section className={classes["turn"]}>
        <Heading>
          {given.known && <span className={classes["known"]}>{t("ticket.known")}</span>}
          <span className={classes["yours"]}>{t("ticket.yours")}</span>
          <span className={classes["label"]}>{given.label}</span>
        </Heading>
        <p className={classes["service"]}>{service}</p>
        <Ahead given={given} />
      </section>
      <section className={classes["follow"]}>
        <QrCode className={classes["code"] ?? ""} text={turnUrl(config, given)} label={t("ticket.follow")} />
        <p>
          <IconDeviceMobile aria-hidden /> {t("ticket.follow")}
        </p>
      </section>
      <div className={classes["paper"]}>
        {given.printing ? (
          <p role="status">
            <IconPrinter aria-hidden /> {t("ticket.printing")}
          </p>
        ) : (
          <BigButton onClick={() => window.print()} icon={<IconPrinter aria-hidden />}>
            {t("ticket.print")}
          </BigButton>
        )}
      </div>
      <PrintedTicket config={config} given={given} />
    </div>
  );
}

function Ahead({ given }: { given: Given }) {
  const { t } = useTranslation("kiosk");
  const format = useFormat();
  if (given.place === undefined) {
    return <p className={classes["ahead"]}>{given.offline ? t("ticket.kept") : t("ticket.watch")}</p>;
  }
  return (
    <p className={classes["ahead"]}>
      <span>{given.place > 1 ? t("ticket.before", { count: given.place - 1 }) : t("ticket.next")}</span>
      {given.expected !== undefined && given.expected > 0 && (
        <span>{t("ticket.expected", { minutes: format.minutes(given.expected) })}</span>
      )}
    </p>
  );
}
