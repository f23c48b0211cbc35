import { IconAlertTriangleFilled, IconClockExclamation } from "@tabler/icons-react";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../kit/ticker.ts";
import type { WallLine } from "../../live/topics.ts";
import { stateColour } from "../../theme/tokens.ts";
import { curveOf, type Standing } from "./tiles.ts";
import classes from "./Wall.module.css";

export interface TileProps {
  /** What the number is; for a queue its name. */
  label: string;
  /** Beside it, quieter: the site. */
  aside?: string;
  number: ReactNode;
  /** The target in words. */
  target?: string;
  /** More in one line below. */
  more?: ReactNode;
  standing?: Standing | undefined;
  /** The number itself is as it should be: another figure of the tile is not. */
  calm?: boolean;
  /** The day's service level at the foot of the tile, and the goal to hold it against (0–1). */
  points?: WallLine["points"];
  goal?: number | undefined;
}

/** One number to be read from across the room; over its target it is red and says so. */
export function Tile({ label, aside, number, target, more, standing, calm, points = [], goal }: TileProps) {
  const { t } = useTranslation("wall");
  const state = standing?.state;
  const bad = state === "breached" || state === "at_risk";
  const style = bad
    ? ({
        "--tone": stateColour(state),
        "--tone-fill": stateColour(state, "fill"),
        "--tone-soft": stateColour(state, "soft"),
      } as CSSProperties)
    : undefined;
  return (
    <section
      className={`${classes["tile"]} ${state === "breached" ? classes["breached"] : ""} ${bad && !calm ? classes["bad"] : ""}`}
      style={style}
      data-state={state}
      aria-label={aside ? `${label}, ${aside}` : label}
    >
      <h2>
        {label}
        {aside && <small>{aside}</small>}
      </h2>
      <div className={classes["number"]}>{number}</div>
      <div className={classes["beside"]}>
        <span className={classes["target"]}>{target}</span>
        {bad && (
          <strong>
            {state === "breached" ? (
              <IconAlertTriangleFilled aria-hidden />
            ) : (
              <IconClockExclamation aria-hidden />
            )}
            {t(`state.${standing?.cause ?? "wait"}.${state}`)}
          </strong>
        )}
      </div>
      <div className={classes["more"]}>{more}</div>
      <div className={classes["day"]}>
        <DayLine points={points} goal={goal} />
      </div>
    </section>
  );
}

// The scale is 0 to 100 % on every tile, so that lines can be compared; a little
// more is in sight, so that a line along the top is as thick as any.
function DayLine({ points, goal }: { points: WallLine["points"]; goal: number | undefined }) {
  const now = useNow();
  const curve = curveOf(points, Math.floor(now / 60_000_000) * 60_000_000);
  if (curve === undefined) return null;
  return (
    <svg className={classes["curve"]} viewBox="0 -6 100 106" preserveAspectRatio="none" aria-hidden>
      <path className={classes["area"]} d={curve.area} />
      {goal !== undefined && <path className={classes["goal"]} d={`M0 ${100 - goal * 100}H100`} />}
      <path className={classes["stroke"]} d={curve.line} />
    </svg>
  );
}
