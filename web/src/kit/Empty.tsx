import { IconInbox } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Message.module.css";

export interface EmptyProps {
  title: string;
  /** What this place is for, or what to do now. */
  children?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
}

/** Nothing here, said as something good or as what to do next. */
export function Empty({ title, children, icon, action }: EmptyProps) {
  return (
    <div className={classes["root"]}>
      <span className={classes["icon"]} aria-hidden>
        {icon ?? <IconInbox size={24} stroke={1.5} />}
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
