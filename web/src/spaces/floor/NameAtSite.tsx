import classes from "./Board.module.css";
import { useCompact } from "./useCompact.ts";

/** A name and, where there are several, the site: beside it, or below it where there is little room. */
export function NameAtSite({ name, site }: { name: string; site: string }) {
  const compact = useCompact();
  if (compact && site !== "") {
    return (
      <span className={classes["stacked"]}>
        <span>{name}</span>
        <small>{site}</small>
      </span>
    );
  }
  return (
    <span className={classes["name"]}>
      {name}
      {site !== "" && <span className={classes["dim"]}> · {site}</span>}
    </span>
  );
}
