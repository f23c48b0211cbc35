import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { i18n } from "../../i18n/i18n.ts";
import { isLanguage } from "../../i18n/languages.ts";
import { Unpaired } from "../../kit/Unpaired.tsx";
import { LiveProvider } from "../../live/hooks.tsx";
import { Board } from "./Board.tsx";
import { isDead, useScreen } from "./useScreen.ts";
import classes from "./Wall.module.css";

/** A TV in the room: full screen, dark, readable from afar, and it looks after itself. */
export function Wall() {
  const { t } = useTranslation("wall");
  const { token = "" } = useParams();
  const screen = useScreen(token);
  useDark();
  const language = screen.data?.languages?.find(isLanguage);
  useEffect(() => {
    if (language !== undefined && language !== i18n.language) void i18n.changeLanguage(language);
  }, [language]);

  if (isDead(screen.error)) return <Unpaired kind="wall" token={token} />;
  if (screen.data === undefined) {
    return (
      <main className={classes["wall"]} aria-label={t("title")}>
        <p className={classes["starting"]} role="status">
          {screen.failureCount > 0 ? t("noServer") : t("starting")}
        </p>
      </main>
    );
  }
  return (
    <LiveProvider key={token} token={token} onNewBuild={reload} onTrouble={() => void screen.refetch()}>
      <Board screen={screen.data} />
    </LiveProvider>
  );
}

// Nobody stands before a wall to press a key: a new version shows itself.
function reload(): void {
  location.reload();
}

/**
 * Dark unless the link says otherwise (`?scheme=light`, for a room full of sun).
 * Only this page is: what the people of this browser chose for theirs stays.
 */
function useDark(): void {
  useEffect(() => {
    const wanted = new URLSearchParams(location.search).get("scheme") === "light" ? "light" : "dark";
    const root = document.documentElement;
    const paint = () => {
      if (root.dataset["mantineColorScheme"] !== wanted) root.dataset["mantineColorScheme"] = wanted;
    };
    paint();
    const watch = new MutationObserver(paint);
    watch.observe(root, { attributeFilter: ["data-mantine-color-scheme"] });
    return () => watch.disconnect();
  }, []);
}
