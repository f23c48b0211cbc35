import { UnstyledButton } from "@mantine/core";
import { IconCircleCheckFilled, IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useConnection, useLive } from "../live/hooks.tsx";
import classes from "./ConnectionBanner.module.css";

// A connection that is back within this time was not worth a word.
const patience_ms = 1_000;
const goodNews_ms = 3_000;

export interface ConnectionBannerProps {
  /** What a reader who types nothing wants to know instead. */
  words?: { lost: string; back: string };
}

/** Says that the connection is lost, and when it is back. It is silent while all is well. */
export function ConnectionBanner({ words }: ConnectionBannerProps) {
  const { t } = useTranslation();
  const connection = useConnection();
  const live = useLive();
  const [shown, setShown] = useState<"nothing" | "lost" | "back">("nothing");

  useEffect(() => {
    if (connection === "open") {
      setShown((before) => (before === "lost" ? "back" : "nothing"));
      const timer = setTimeout(() => setShown("nothing"), goodNews_ms);
      return () => clearTimeout(timer);
    }
    if (connection === "closed") return undefined;
    const timer = setTimeout(() => setShown("lost"), patience_ms);
    return () => clearTimeout(timer);
  }, [connection]);

  return (
    <div role="status">
      {shown === "lost" && (
        <div className={classes["banner"]}>
          <IconPlugConnectedX size={16} aria-hidden />
          <span>{words?.lost ?? t("connection.lost")}</span>
          <UnstyledButton onClick={live.retryNow}>{t("connection.retry")}</UnstyledButton>
        </div>
      )}
      {shown === "back" && (
        <div className={`${classes["banner"]} ${classes["good"]}`}>
          <IconCircleCheckFilled size={16} aria-hidden />
          <span>{words?.back ?? t("connection.back")}</span>
        </div>
      )}
    </div>
  );
}
