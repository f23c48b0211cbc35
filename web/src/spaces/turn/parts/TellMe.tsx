import { Button } from "@mantine/core";
import { IconBell, IconBellRinging } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Reach } from "../model/alerts.ts";
import classes from "./TellMe.module.css";

/** Asks to be told; then says how it will be. */
export function TellMe({ reach, begin }: { reach: Reach | undefined; begin: () => Promise<void> }) {
  const { t } = useTranslation("turn");
  if (reach === undefined) {
    return (
      <div className={classes["ask"]}>
        <Button
          size="lg"
          fullWidth
          className={classes["button"]}
          leftSection={<IconBell size={20} aria-hidden />}
          onClick={() => void begin()}
        >
          {t("tell.ask")}
        </Button>
      </div>
    );
  }
  return (
    <p className={classes["said"]} role="status">
      <IconBellRinging aria-hidden /> {t(`tell.${reach}`)}
    </p>
  );
}
