import { keyLabels } from "./hotkeys.ts";
import classes from "./Keys.module.css";

/** A key combination as on the keyboard, for tooltips and menus. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes["keys"]}>
      {keyLabels(keys).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
