import { Button, UnstyledButton } from "@mantine/core";
import { AlertActs } from "../../../kit/alert/AlertActs.tsx";
import { useAlertWords } from "../../../kit/alert/useAlertWords.ts";
import { StateDot } from "../../../kit/StateBadge.tsx";
import type { AlertRow, FloorWaiting } from "../../../live/topics.ts";
import { stateColour } from "../../../theme/tokens.ts";
import classes from "../Board.module.css";
import type { AlertsProps } from "./Alerts.tsx";
import { useAlertRemedy } from "./useRemedy.ts";

export interface AlertLineProps extends Omit<AlertsProps, "node" | "manySites"> {
  row: AlertRow;
  /** Who has waited longest in its queue. */
  first: FloorWaiting | undefined;
  now: number;
}

/** One alert that rings: it opens to why, and beside it is what to do first. */
export function AlertLine({ row, first, now, ...ways }: AlertLineProps) {
  const { where, words, state } = useAlertWords()(row, now);
  const remedy = useAlertRemedy(row, first, ways);
  const taken = row.taken_name === undefined ? "" : ` · ${row.taken_name}`;
  return (
    <li className={classes["alert"]}>
      <UnstyledButton
        className={classes["alertOpen"]}
        onClick={() => ways.onOpen({ kind: "alert", alert: row.id, name: where })}
        title={`${where}: ${words}${taken}`}
      >
        <StateDot state={state} size={14} />
        <span className={classes["alertWords"]}>
          <b>{where}</b> <span style={{ color: stateColour(state) }}>{words}</span>
          <span className={classes["dim"]}>{taken}</span>
        </span>
      </UnstyledButton>
      {remedy !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          className={classes["alertAct"] ?? ""}
          aria-label={`${remedy.label}: ${where}`}
          onClick={remedy.run}
        >
          {remedy.label}
        </Button>
      )}
      <AlertActs alert={row} name={where} />
    </li>
  );
}
