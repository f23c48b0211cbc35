import type { ReactNode } from "react";
import { Heading } from "./Heading.tsx";
import classes from "./Message.module.css";

/** A whole screen that says one thing. */
export function Message({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className={classes["message"]}>
      <span className={classes["icon"]}>{icon}</span>
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
    </div>
  );
}
