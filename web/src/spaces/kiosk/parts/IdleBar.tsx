import { useTranslation } from "react-i18next";
import { BigButton } from "./BigButton.tsx";
import classes from "./IdleBar.module.css";

/** Says gently that the screen goes home soon, and how to keep it. */
export function IdleBar({ left, of, stay }: { left: number; of: number; stay: () => void }) {
  const { t } = useTranslation("kiosk");
  return (
    <div className={classes["idle"]}>
      <div>
        <span role="timer">{t("idle.home", { seconds: left })}</span>
        <div className={classes["track"]}>
          <div className={classes["fill"]} style={{ transform: `scaleX(${left / of})` }} />
        </div>
      </div>
      <BigButton onClick={stay}>{t("idle.stay")}</BigButton>
    </div>
  );
}
