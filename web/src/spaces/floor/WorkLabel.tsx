import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { usePersonName } from "../../api/people.ts";
import type { FloorWaiting } from "../../live/topics.ts";
import classes from "./Board.module.css";

/** A waiting work in one line: ticket, customer, queue, segment, and what is special about it. */
export function WorkLabel({ work, site = false }: { work: FloorWaiting; site?: boolean }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const person = usePersonName();
  const standing = () => {
    if (work.parked || work.state === "parked") return t("work.parked");
    if (work.state === "offered" && work.agent) return t("work.offeredTo", { agent: person(work.agent) });
    if (work.reserved_for) return t("work.keptFor", { agent: person(work.reserved_for) });
    return "";
  };
  const special = standing();
  return (
    <span className={classes["name"]}>
      <b>{work.ticket || work.customer_name || t("work.unnamed")}</b>
      {work.ticket && work.customer_name ? ` ${work.customer_name}` : ""}
      <span className={classes["dim"]}>
        {" · "}
        {names.queue(work.queue)}
        {site && ` · ${names.site(work.site)}`}
      </span>
      {work.segment && work.segment !== "standard" && (
        <span className={classes["chip"]}>{names.segment(work.segment)}</span>
      )}
      {special !== "" && <span className={classes["chip"]}>{special}</span>}
    </span>
  );
}
