import { IconArrowNarrowDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "../model/view.ts";
import classes from "./Called.module.css";

/** It is their turn: nothing else is on the page. */
export function Called({ view }: { view: View }) {
  const { t } = useTranslation("turn");
  return (
    <main className={classes["called"]} role="alert">
      <p>{t("called.now")}</p>
      <h1>{view.label}</h1>
      <IconArrowNarrowDown className={classes["arrow"]} aria-hidden />
      {view.counter === undefined ? (
        <p className={classes["come"]}>{t("called.come")}</p>
      ) : (
        <p className={classes["counter"]}>
          {t("called.word")} <strong data-long={view.counter.length > 3}>{view.counter}</strong>
        </p>
      )}
    </main>
  );
}
