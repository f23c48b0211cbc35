import { IconAlertTriangleFilled } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration } from "../i18n/format.ts";
import { type State, stateColour } from "../theme/tokens.ts";
import { Elapsed } from "./Elapsed.tsx";
import { onTick, tickNow } from "./ticker.ts";
import classes from "./WaitBar.module.css";
import { waitShare, waitState } from "./wait.ts";

// Below this target (µs) a bar moves by more than a pixel or so a second.
const quickBelow = 120_000_000;

export interface WaitBarProps {
  /** When waiting began (µs). */
  since: number | undefined;
  /** When it ended (µs); undefined while it goes on. */
  until?: number | undefined;
  /** The target (µs), such as the queue's threshold. */
  target: number | undefined;
  /**
   * words: "Waiting 3:12, target 5:00" above the bar (default);
   * inline: 3:12 ▓▓▓░ 5:00 in one line, for tables and lists.
   */
  layout?: "words" | "inline";
  large?: boolean;
}

/**
 * Time spent waiting, the hero of every screen: a bar that fills toward the
 * target in the state's colour. It moves by itself; React renders only when the
 * state changes.
 */
export function WaitBar({ since, until, target, layout = "words", large = false }: WaitBarProps) {
  const { t } = useTranslation();
  const words = useId();
  const fill = useRef<HTMLDivElement>(null);
  const [first] = useState(() => (since === undefined ? 0 : waitShare((until ?? tickNow()) - since, target)));
  const [state, setState] = useState<State>(() => stateAt(tickNow(), since, until, target));

  useEffect(() => {
    const move = () => {
      const now = tickNow();
      setState(stateAt(now, since, until, target));
      const share = since === undefined ? 0 : waitShare((until ?? now) - since, target);
      if (fill.current !== null) fill.current.style.transform = `scaleX(${share.toFixed(4)})`;
    };
    move();
    return until === undefined ? onTick(move) : undefined;
  }, [since, until, target]);

  const time =
    until === undefined || since === undefined ? (
      <Elapsed since={since} className={classes["time"] ?? ""} />
    ) : (
      <span className={classes["time"]}>{formatDuration(until - since)}</span>
    );
  const late = state === "breached" && (
    <IconAlertTriangleFilled size={13} aria-label={t("state.breached")} style={{ verticalAlign: "-2px" }} />
  );
  const bar = (
    <div className={classes["track"]}>
      <div ref={fill} className={classes["fill"]} style={{ transform: `scaleX(${first})` }} />
    </div>
  );
  const style = {
    "--wait-text": stateColour(state),
    "--wait-fill": stateColour(state, "fill"),
  } as React.CSSProperties;

  const quick = target !== undefined && target < quickBelow ? classes["quick"] : "";

  if (layout === "inline") {
    return (
      <div className={`${classes["root"]} ${classes["inline"]} ${quick}`} style={style} data-state={state}>
        <span className={classes["words"]}>
          {late} {time}
        </span>
        {bar}
        <span className={classes["target"]}>{formatDuration(target)}</span>
      </div>
    );
  }
  return (
    <div
      className={`${classes["root"]} ${large ? classes["large"] : ""} ${quick}`}
      style={style}
      data-state={state}
    >
      <span id={words} className={classes["words"]}>
        {late} {until === undefined ? t("wait.waiting") : t("wait.waited")} {time}
        {target !== undefined && (
          <span className={classes["target"]}>{t("wait.target", { target: formatDuration(target) })}</span>
        )}
      </span>
      {bar}
    </div>
  );
}

function stateAt(now: number, since?: number, until?: number, target?: number): State {
  return since === undefined ? "on_target" : waitState((until ?? now) - since, target);
}
