import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Heading.module.css";

/** The question of a screen. It takes the focus, so that a screen reader reads it when the screen changes. */
export function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} className={classes["heading"]} tabIndex={-1}>
      {children}
    </h1>
  );
}
