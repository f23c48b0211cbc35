import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Figure, type FigureProps } from "../../kit/Figure.tsx";
import classes from "./Board.module.css";

export interface FigureButtonProps extends Omit<FigureProps, "formula" | "children"> {
  onOpen: () => void;
  /** What opens; by default the formula. */
  hint?: string;
}

/** A figure that opens: to its formula and its rows, or to the list it counts. */
export function FigureButton({ onOpen, hint, ...figure }: FigureButtonProps) {
  const { t } = useTranslation();
  return (
    <UnstyledButton
      className={classes["figure"]}
      onClick={onOpen}
      title={hint ?? t("figure.open", { label: figure.label })}
    >
      <Figure {...figure} />
    </UnstyledButton>
  );
}
