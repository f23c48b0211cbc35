import { useFormat } from "../i18n/useFormat.ts";
import { useNow } from "./ticker.ts";

/** The time of day by the server's clock, in the site's zone where one is given. */
export function Clock({ timeZone, className }: { timeZone?: string; className?: string }) {
  const format = useFormat();
  const now = useNow();
  const text = format.time(now, timeZone);
  return (
    <time className={className} dateTime={new Date(now / 1000).toISOString().slice(0, 16)}>
      {text}
    </time>
  );
}
