import { IconArrowNarrowRight } from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Board, Call } from "../model/board.ts";
import classes from "./Calls.module.css";

/** Who is called where: the newest large, the last five below. */
export function Calls({ board, open }: { board: Board; open: boolean }) {
  const { t } = useTranslation("display");
  if (board.newest === undefined) {
    return (
      <div className={classes["empty"]}>
        <p>{open ? t("welcome") : t("closed")}</p>
        {open && <p>{t("take")}</p>}
      </div>
    );
  }
  return (
    <div className={classes["calls"]} data-alone={board.last.length === 0}>
      <section className={classes["newest"]} aria-label={t("newest")}>
        <Newest call={board.newest} />
      </section>
      {board.last.length > 0 && (
        <ol className={classes["last"]} aria-label={t("last")}>
          {board.last.map((call) => (
            <li key={call.ticket}>
              <Line call={call} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** The number and the counter, each as large as it fits: nobody should have to come nearer. */
function Newest({ call }: { call: Call }) {
  const { t } = useTranslation("display");
  return (
    <p
      className={classes["large"]}
      style={{ "--length": call.ticket.length + call.counter.length } as CSSProperties}
    >
      <strong>{call.ticket}</strong>
      <IconArrowNarrowRight aria-hidden />
      <span>
        <small>{t("counterWord")}</small> {call.counter}
      </span>
    </p>
  );
}

function Line({ call }: { call: Call }) {
  const { t } = useTranslation("display");
  return (
    <p className={classes["line"]} data-state={call.state}>
      <strong>{call.ticket}</strong>
      <IconArrowNarrowRight aria-hidden />
      <span>{t("counter", { counter: call.counter })}</span>
    </p>
  );
}
