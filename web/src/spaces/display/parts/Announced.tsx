import { IconArrowNarrowRight } from "@tabler/icons-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { nearestLanguage } from "../../../i18n/spoken.ts";
import type { Call } from "../model/board.ts";
import classes from "./Announced.module.css";

/** A call over the whole screen, in the visitor's language. */
export function Announced({ call }: { call: Call }) {
  const { t, i18n } = useTranslation("display");
  const lng = nearestLanguage(call.language ?? i18n.language);
  const counter = t("counter", { lng, counter: call.counter });
  return (
    <div className={classes["announced"]} role="alert" lang={lng}>
      <strong style={lengthOf(call.ticket)}>{call.ticket}</strong>
      <IconArrowNarrowRight aria-hidden />
      <span style={lengthOf(counter)}>{counter}</span>
    </div>
  );
}

/** So that a long word shrinks to the screen. */
function lengthOf(text: string): CSSProperties {
  return { "--length": text.length } as CSSProperties;
}
