import { IconArrowDownRight, IconArrowUpRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { stateColour } from "../../theme/tokens.ts";
import type { Change } from "./compare.ts";
import classes from "./Reports.module.css";
import { useChangeWords } from "./useChange.ts";

/** How a figure has changed; green or red only where that means something. */
export function Difference({ kpi, change }: { kpi: string; change: Change | undefined }) {
  const { t } = useTranslation("reports");
  const words = useChangeWords();
  if (change === undefined) return <span className={classes["difference"]}>–</span>;
  const { by, tone } = change;
  const Arrow = by > 0 ? IconArrowUpRight : IconArrowDownRight;
  return (
    <span
      className={classes["difference"]}
      data-tone={tone}
      style={
        tone === "plain" ? undefined : { color: stateColour(tone === "better" ? "on_target" : "breached") }
      }
      title={tone === "plain" ? undefined : t(`tone.${tone}`)}
    >
      {tone !== "plain" && <Arrow size={12} aria-label={t(`tone.${tone}`)} />}
      {words(kpi, change)}
    </span>
  );
}
