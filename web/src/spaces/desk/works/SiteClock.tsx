import { IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { useSiteTime } from "../../../api/useSiteTime.ts";
import { useNow } from "../../../kit/ticker.ts";
import classes from "./Lists.module.css";

/** Says whose clock the times are of, to an agent whose own shows another. */
export function SiteClock({ site }: { site: string }) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const clock = useSiteTime();
  const now = useNow();
  if (!clock.elsewhere(site, now)) return null;
  return (
    <p className={classes["clock"]}>
      <IconClock size={14} aria-hidden />
      {t("siteTime", { site: names.site(site), time: clock.time(site, now) })}
    </p>
  );
}
