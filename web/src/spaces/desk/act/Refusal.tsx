import { CloseButton } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Refusal.module.css";
import type { Doing } from "./useAct.ts";

export interface RefusalProps {
  doing: Doing;
  /** In a form: what is not said at its fields already. */
  at?: { form?: string };
}

/** Why the last act failed, beside the buttons that were pressed. */
export function Refusal({ doing, at }: RefusalProps) {
  const { t } = useTranslation();
  const words = at === undefined ? doing.error : at.form;
  if (words === undefined) return null;
  return (
    <div className={classes["refusal"]} role="alert">
      <IconAlertCircle size={16} aria-hidden />
      <span>{words}</span>
      <CloseButton size="sm" aria-label={t("close")} onClick={doing.clear} />
    </div>
  );
}
