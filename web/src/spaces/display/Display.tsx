import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { isPassing } from "../../api/problem.ts";
import { loadWords } from "../../i18n/spoken.ts";
import { Empty } from "../../kit/Empty.tsx";
import { Unpaired } from "../../kit/Unpaired.tsx";
import { LiveProvider } from "../../live/hooks.tsx";
import { Board } from "./Board.tsx";
import classes from "./Display.module.css";
import { useScreen } from "./useScreen.ts";

/** The branch's wall: who is called where, and who is next. It never shows a name. */
export function Display() {
  const { t } = useTranslation("display");
  const { token = "" } = useParams();
  const screen = useScreen(token);
  const languages = screen.data?.languages;

  useEffect(() => {
    document.title = t("title");
  }, [t]);
  useEffect(() => {
    if (languages !== undefined) void loadWords("display", languages);
  }, [languages]);

  if (screen.isError && !isPassing(screen.error)) {
    return <Unpaired kind="display" token={token} />;
  }
  if (screen.data === undefined) {
    if (!screen.isError) return null;
    return (
      <main className={classes["alone"]}>
        <Empty icon={<IconPlugConnectedX size={40} />} title={t("away.title")}>
          {t("away.words")}
        </Empty>
      </main>
    );
  }
  // Another build of the server may speak differently: the screen fetches itself anew.
  return (
    <LiveProvider
      key={token}
      token={token}
      onNewBuild={() => location.reload()}
      onTrouble={() => void screen.refetch()}
    >
      <Board screen={screen.data} />
    </LiveProvider>
  );
}
