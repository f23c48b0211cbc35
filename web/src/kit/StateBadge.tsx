import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleFilled,
  IconCircleOff,
  IconClockExclamation,
  IconHeadset,
  IconPencil,
  IconPlayerPauseFilled,
} from "@tabler/icons-react";
import type { ComponentType, CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type State, stateColour } from "../theme/tokens.ts";
import classes from "./StateBadge.module.css";

// A shape for each state, so that none is told by colour alone.
const icons: Record<State, ComponentType<{ size?: number; "aria-hidden"?: boolean }>> = {
  ready: IconCircleFilled,
  engaged: IconHeadset,
  wrap_up: IconPencil,
  not_ready: IconPlayerPauseFilled,
  offline: IconCircleOff,
  on_target: IconCircleCheckFilled,
  at_risk: IconClockExclamation,
  breached: IconAlertTriangleFilled,
};

function tone(state: State): CSSProperties {
  return {
    "--tone": stateColour(state),
    "--tone-fill": stateColour(state, "fill"),
    "--tone-soft": stateColour(state, "soft"),
  } as CSSProperties;
}

export interface StateBadgeProps {
  state: State;
  /** Words instead of the state's own: a reason, a channel. */
  children?: ReactNode;
  /** On a soft ground of the state's colour. */
  soft?: boolean;
  size?: number;
}

/** A state as icon, word and colour. */
export function StateBadge({ state, children, soft = false, size = 13 }: StateBadgeProps) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span
      className={`${classes["badge"]} ${soft ? classes["soft"] : ""}`}
      style={tone(state)}
      data-state={state}
    >
      <Icon size={size} aria-hidden />
      <span>{children ?? t(`state.${state}`)}</span>
    </span>
  );
}

/** A state's icon alone, where the word is beside it anyway; read out as the word. */
export function StateDot({ state, size = 12 }: { state: State; size?: number }) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span className={classes["dot"]} style={tone(state)} role="img" aria-label={t(`state.${state}`)}>
      <Icon size={size} aria-hidden />
    </span>
  );
}
