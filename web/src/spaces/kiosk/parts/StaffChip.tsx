import { UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCloudOff, IconCloudUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KioskConfig } from "../model/types.ts";
import type { Standing } from "../useStanding.ts";
import classes from "./StaffChip.module.css";
import { StaffSheet } from "./StaffSheet.tsx";

/** Quiet word on how the kiosk stands; nothing while all is well. It opens the page for the staff. */
export function StaffChip({
  config,
  standing,
  away,
}: {
  config: KioskConfig;
  standing: Standing;
  away: boolean;
}) {
  const { t } = useTranslation("kiosk");
  const [opened, setOpened] = useState(false);
  const { refused, outbox } = standing.contents;
  const said = refused.length > 0 ? "refused" : away ? "away" : outbox.length > 0 ? "sending" : undefined;
  return (
    <div className={classes["place"]}>
      <span role="status">
        {said !== undefined && (
          <UnstyledButton className={classes["chip"]} data-said={said} onClick={() => setOpened(true)}>
            {said === "refused" && <IconAlertTriangle aria-hidden />}
            {said === "away" && <IconCloudOff aria-hidden />}
            {said === "sending" && <IconCloudUpload aria-hidden />}
            {said === "refused" && t("staff.refused", { count: refused.length })}
            {said === "away" && t("staff.away")}
            {said === "sending" && t("staff.sending", { count: outbox.length })}
          </UnstyledButton>
        )}
      </span>
      <StaffSheet config={config} standing={standing} opened={opened} close={() => setOpened(false)} />
    </div>
  );
}
