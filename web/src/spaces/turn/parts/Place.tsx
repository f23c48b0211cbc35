import { IconPlayerPause, IconUserCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { onTick, tickNow } from "../../../kit/ticker.ts";
import { shareOf, type View } from "../model/view.ts";
import classes from "./Place.module.css";

/** Where the visitor stands: the number, how many before them, how long. */
export function Place({ view }: { view: View }) {
  const { t } = useTranslation("turn");
  return (
    <main className={classes["place"]}>
      <h1>
        <span className={classes["yours"]}>{t("yours")}</span>
        <span className={classes["label"]}>{view.label}</span>
      </h1>
      {view.state === "waiting" && <Waiting view={view} />}
      {view.state === "parked" && (
        <p className={classes["said"]} role="status">
          <IconPlayerPause aria-hidden /> {t("parked")}
        </p>
      )}
      {view.state === "serving" && (
        <p className={classes["said"]} role="status">
          <IconUserCheck aria-hidden />
          {view.counter === undefined ? t("serving") : t("servingAt", { counter: view.counter })}
        </p>
      )}
    </main>
  );
}

function Waiting({ view }: { view: View }) {
  const { t } = useTranslation("turn");
  const format = useFormat();
  const { ahead, expected } = view;
  return (
    <>
      <p className={classes["ahead"]} role="status">
        {ahead === undefined && t("waiting")}
        {ahead === 0 && t("next")}
        {ahead !== undefined && ahead > 0 && t("before", { count: ahead })}
      </p>
      <Bar view={view} />
      <p className={classes["expected"]}>
        {expected === undefined
          ? t("unknownWait")
          : expected < 60_000_000
            ? t("soon")
            : t("expected", { minutes: format.minutes(expected) })}
      </p>
    </>
  );
}

/** The most people there were before the visitor, as far as this page has seen. */
function useMost(ahead: number): number {
  const [most, setMost] = useState(ahead);
  if (ahead > most) setMost(ahead);
  return Math.max(most, ahead);
}

/** How much of the wait is over; it moves by itself, a step each second. */
function Bar({ view }: { view: View }) {
  const fill = useRef<HTMLDivElement>(null);
  const most = useMost(view.ahead ?? 0);
  useEffect(() => {
    const move = () => {
      const share = shareOf(view, tickNow(), most) ?? 0;
      if (fill.current !== null) fill.current.style.transform = `scaleX(${share.toFixed(4)})`;
    };
    move();
    return onTick(move);
  }, [view, most]);
  return (
    <div className={classes["track"]} aria-hidden>
      <div ref={fill} className={classes["fill"]} />
    </div>
  );
}
