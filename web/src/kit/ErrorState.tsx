import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useReadable } from "../api/useReadable.ts";
import classes from "./Message.module.css";

export interface ErrorStateProps {
  error: unknown;
  retry?: () => void;
}

/** Something could not be had: what happened in words, and the way to try again. */
export function ErrorState({ error, retry }: ErrorStateProps) {
  const { t } = useTranslation();
  const readable = useReadable();
  return (
    <div className={`${classes["root"]} ${classes["failed"]}`} role="alert">
      <span className={classes["icon"]} aria-hidden>
        <IconAlertTriangle size={24} stroke={1.5} />
      </span>
      <h2>{t("error.title")}</h2>
      <p>{readable(error)}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t("error.retry")}
        </Button>
      )}
    </div>
  );
}
