import { Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type State, stateColour } from "../theme/tokens.ts";
import classes from "./Figure.module.css";
import { useLayer } from "./layers.ts";
import { StateDot } from "./StateBadge.tsx";

export interface FigureProps {
  /** What the number is, in the reader's words. */
  label: string;
  /** The number, formatted; "–" where there is no value. */
  value: ReactNode;
  /** "of 80 %": the goal in words, formatted. */
  goal?: string | undefined;
  /** How the number stands; its icon and colour go with it. */
  state?: State | undefined;
  /** The KPI's formula and what was put into it; with it the figure opens on click. */
  formula?: { text: string; meaning?: string; num?: string; den?: string } | undefined;
  /** More to show under the formula: a link to the rows. */
  children?: ReactNode;
  size?: "small" | "normal";
}

/** A number with its name, its goal and, on click, its formula. */
export function Figure({ label, value, goal, state, formula, children, size = "normal" }: FigureProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const className = `${classes["root"]} ${size === "small" ? classes["small"] : ""}`;
  const inner = (
    <>
      <span className={classes["label"]}>{label}</span>
      <span className={classes["line"]}>
        <span
          className={classes["value"]}
          style={state && state !== "on_target" ? { color: stateColour(state) } : undefined}
        >
          {value}
        </span>
        {goal !== undefined && <span className={classes["goal"]}>{goal}</span>}
        {state !== undefined && <StateDot state={state} />}
      </span>
    </>
  );
  useLayer(opened, () => setOpened(false));
  if (formula === undefined && children === undefined) return <div className={className}>{inner}</div>;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={340}
      trapFocus={false}
      closeOnEscape={false}
    >
      <Popover.Target>
        <UnstyledButton
          className={className}
          aria-label={t("figure.open", { label })}
          onClick={() => setOpened((before) => !before)}
        >
          {inner}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text fw={600}>{label}</Text>
          {formula?.meaning && <Text size="sm">{formula.meaning}</Text>}
          {formula && <div className={classes["formula"]}>{formula.text}</div>}
          {formula?.num !== undefined && formula.den !== undefined && (
            <Text size="sm" c="dimmed">
              {t("figure.counted", { num: formula.num, den: formula.den })}
            </Text>
          )}
          {children}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
