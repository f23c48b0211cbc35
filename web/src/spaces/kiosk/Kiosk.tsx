import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { loadWords } from "../../i18n/spoken.ts";
import { Unpaired } from "../../kit/Unpaired.tsx";
import { LiveProvider } from "../../live/hooks.tsx";
import { Device } from "./Device.tsx";
import classes from "./Kiosk.module.css";
import { mayComeRight } from "./model/issuer.ts";
import { Message } from "./parts/Message.tsx";
import { useKiosk } from "./useKiosk.ts";

/**
 * Lets the browser keep the kiosk's page, so that it starts while the server is
 * away too. Browsers do so for https and for localhost only.
 */
function keepPage(): void {
  if (!import.meta.env.PROD) return;
  // Without it the kiosk works as well, but for a start without the server.
  navigator.serviceWorker?.register("/kiosk-worker.js", { scope: "/kiosk" }).catch(() => {});
}

/** A touch screen at a branch where visitors take tickets; works alone when it is cut off. */
export function Kiosk() {
  const { t } = useTranslation("kiosk");
  const { token = "" } = useParams();
  const kiosk = useKiosk(token);
  const [newBuild, setNewBuild] = useState(false);
  const languages = kiosk.data?.languages;

  useEffect(keepPage, []);
  useEffect(() => {
    document.title = t("title");
  }, [t]);
  useEffect(() => {
    if (languages !== undefined) void loadWords("kiosk", languages);
  }, [languages]);

  if (kiosk.isError && !mayComeRight(kiosk.error)) {
    return <Unpaired kind="kiosk" token={token} />;
  }
  if (kiosk.data === undefined) {
    if (!kiosk.isError) return null;
    return (
      <main className={classes["kiosk"]}>
        <Message icon={<IconPlugConnectedX aria-hidden />} title={t("away.title")}>
          {t("away.words")}
        </Message>
      </main>
    );
  }
  return (
    <LiveProvider
      key={token}
      token={token}
      onNewBuild={() => setNewBuild(true)}
      onTrouble={() => void kiosk.refetch()}
    >
      <Device token={token} config={kiosk.data} away={kiosk.isError} newBuild={newBuild} />
    </LiveProvider>
  );
}
