import { useTranslation } from "react-i18next";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import classes from "./Contact.module.css";

/** Set aside: since when, and what that means. */
export function Aside({ work, note }: { work: DeskWork; note: string }) {
  const { t } = useTranslation("desk");
  return (
    <div className={classes["now2"]}>
      <p className={classes["lead"]}>
        {work.state === "held" ? t("aside.held") : t("aside.parked")} <Elapsed since={work.since} />
      </p>
      {work.state === "parked" && <p className={classes["quiet"]}>{t("aside.words")}</p>}
      {note !== "" && <blockquote className={classes["quote"]}>{note}</blockquote>}
    </div>
  );
}
