import { type ReactNode, useId } from "react";
import classes from "./Account.module.css";

export interface SectionProps {
  title: ReactNode;
  /** What this is for, in a sentence. */
  words: string;
  action?: ReactNode;
  children?: ReactNode;
}

/** One matter of the account: what it is, what can be done, and what there is. */
export function Section({ title, words, action, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes["section"]} aria-labelledby={id}>
      <div className={classes["head"]}>
        <div>
          <h2 id={id}>{title}</h2>
          <p className={classes["muted"]}>{words}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
