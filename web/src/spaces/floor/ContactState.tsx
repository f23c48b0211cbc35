import { useTranslation } from "react-i18next";
import classes from "./Board.module.css";

/** Whether a contact goes on or is over. */
export function ContactState({ state }: { state: string }) {
  const { t } = useTranslation("floor");
  return state === "open" ? (
    <b>{t("contact.open")}</b>
  ) : (
    <span className={classes["dim"]}>{t("contact.over")}</span>
  );
}
