import { UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconFolder, IconTicket } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { useConnection, useRow } from "../../../live/hooks.tsx";
import { kioskTopic } from "../../../live/topics.ts";
import { choicesIn, serviceOf } from "../model/services.ts";
import type { KioskConfig, KioskService } from "../model/types.ts";
import { Heading } from "../parts/Heading.tsx";
import classes from "./ServiceScreen.module.css";

export interface ServiceScreenProps {
  config: KioskConfig;
  folder: string | undefined;
  choose: (service: KioskService) => void;
}

/** What the visitor came for: the services, or those of one folder. */
export function ServiceScreen({ config, folder, choose }: ServiceScreenProps) {
  const { t } = useTranslation("kiosk");
  const format = useFormat();
  const choices = choicesIn(config, folder);
  const parent = serviceOf(config, folder);
  return (
    <div className={classes["screen"]}>
      <Heading>{parent === undefined ? t("service.ask") : format.text(parent.name)}</Heading>
      <ul className={classes["services"]}>
        {choices.map((service) => (
          <li key={service.key}>
            <UnstyledButton className={classes["service"]} onClick={() => choose(service)}>
              <span className={classes["icon"]} aria-hidden>
                {service.leaf ? <IconTicket /> : <IconFolder />}
              </span>
              <span className={classes["name"]}>{format.text(service.name)}</span>
              {service.leaf ? <Line site={config.site} service={service.key} /> : null}
              <IconChevronRight className={classes["go"]} aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How many wait for a service and for how long; nothing while that is not known. */
function Line({ site, service }: { site: string; service: string }) {
  const { t } = useTranslation("kiosk");
  const format = useFormat();
  const line = useRow(kioskTopic(site), "service", service);
  const live = useConnection() === "open";
  if (!live || line === undefined) return null;
  return (
    <span className={classes["line"]}>
      <span>{line.waiting === 0 ? t("service.nobody") : t("service.waiting", { count: line.waiting })}</span>
      {line.waiting > 0 && line.expected !== undefined && line.expected > 0 && (
        <span>{t("service.expected", { minutes: format.minutes(line.expected) })}</span>
      )}
    </span>
  );
}
