import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./BigButton.module.css";

export interface BigButtonProps {
  onClick: () => void;
  icon?: ReactNode;
  /** The one that goes on. */
  strong?: boolean;
  disabled?: boolean;
  children: ReactNode;
}

/** A button for fingers: at least 72 px high. */
export function BigButton({ onClick, icon, strong = false, disabled = false, children }: BigButtonProps) {
  return (
    <UnstyledButton
      className={`${classes["button"]} ${strong ? classes["strong"] : ""}`}
      onClick={onClick}
      disabled={disabled}
    >
      {icon}
      <span>{children}</span>
    </UnstyledButton>
  );
}
