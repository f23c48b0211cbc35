import { UnstyledButton } from "@mantine/core";
import { IconArrowDownRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { writeValue } from "../../../kit/counted/value.ts";
import { StateDot } from "../../../kit/StateBadge.tsx";
import type { FloorQueue } from "../../../live/topics.ts";
import { type State, stateColour } from "../../../theme/tokens.ts";
import classes from "../Board.module.css";
import { numberOf, standing } from "../value.ts";

export interface FigureCellProps {
  row: FloorQueue;
  kpi: "service_level" | "abandonment";
  onOpen: () => void;
}

/** A share of the day, marked where it misses its goal; it opens to its formula. */
export function FigureCell({ row, kpi, onOpen }: FigureCellProps) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const service = kpi === "service_level";
  const found = row.kpi[kpi];
  const figure = service && found !== undefined ? { goal: row.goal, ...found } : found;
  const state = standing(service, figure);
  const bad = state === "breached" || state === "at_risk";
  return (
    <UnstyledButton
      className={classes["cellFigure"]}
      title={t("queues.openFigure")}
      style={bad ? { color: stateColour(state) } : undefined}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {writeValue(format, "share", numberOf(figure), service ? 0 : 1)}
      {bad &&
        (service ? (
          <IconArrowDownRight size={13} role="img" aria-label={t("queues.below")} />
        ) : (
          <StateDot state={state} />
        ))}
    </UnstyledButton>
  );
}

/** Agents ready, busy and not ready, as three numbers; read out with their words. */
export function AgentCounts({ row }: { row: FloorQueue }) {
  const { t } = useTranslation("floor");
  const words = t("queues.agentsWords", { ready: row.ready, busy: row.engaged, away: row.not_ready });
  const count = (value: number, state: State) => (
    <span
      style={value > 0 ? { color: stateColour(state), fontWeight: state === "ready" ? 600 : 400 } : undefined}
    >
      {value}
    </span>
  );
  return (
    <span className={classes["triple"]} title={words}>
      <span className={classes["hidden"]}>{words}</span>
      <span aria-hidden>
        {count(row.ready, "ready")}
        <i>/</i>
        {count(row.engaged, "engaged")}
        <i>/</i>
        {count(row.not_ready, "not_ready")}
      </span>
    </span>
  );
}
