import { CloseButton } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Refusal.module.css";
import type { Doing } from "./useAct.ts";

/** Why the last act failed, beside the buttons that were pressed. */
export function Refusal({ doing }: { doing: Doing }) {
  const { t } = useTranslation();
  if (doing.error === undefined) return null;
  return (
    <div className={classes["refusal"]} role="alert">
      <IconAlertCircle size={16} aria-hidden />
      <span>{doing.error}</span>
      <CloseButton size="sm" aria-label={t("close")} onClick={doing.clear} />
    </div>
  );
}
