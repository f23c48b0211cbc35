import { type ReactNode, useId } from "react";
import classes from "./People.module.css";

export interface MatterProps {
  title: string;
  /** How it stands, in a sentence. */
  words: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}

/** One matter of how somebody signs in: how it stands, and what can be done about it. */
export function Matter({ title, words, action, children }: MatterProps) {
  const id = useId();
  return (
    <section className={classes["matter"]} aria-labelledby={id}>
      <div className={classes["head"]}>
        <div>
          <h3 id={id}>{title}</h3>
          <p>{words}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
