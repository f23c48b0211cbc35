import type { ReactNode } from "react";
import classes from "./Message.module.css";

/** A page that says one thing. */
export function Message({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <main className={classes["message"]}>
      <span className={classes["icon"]}>{icon}</span>
      <h1>{title}</h1>
      <p>{children}</p>
    </main>
  );
}
