import { IconTicket, IconWifiOff } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { ApiError } from "../../api/problem.ts";
import { i18n } from "../../i18n/i18n.ts";
import { nearestLanguage } from "../../i18n/spoken.ts";
import { LiveProvider } from "../../live/hooks.tsx";
import { Message } from "./parts/Message.tsx";
import { useTurnPage } from "./useTurn.ts";
import { Visit } from "./Visit.tsx";

/** The visitor's own page: their place in line, on their phone. */
export function Turn() {
  const { token = "" } = useParams();
  const { t } = useTranslation("turn");
  const turn = useTurnPage(token);
  const language = turn.data?.language;

  // In the language the visitor chose at the kiosk, until they choose another here.
  useEffect(() => {
    if (language) void i18n.changeLanguage(nearestLanguage(language));
  }, [language]);
  useEffect(() => {
    document.title = t("title");
  }, [t]);

  if (turn.data !== undefined) {
    return (
      <LiveProvider key={token} token={token}>
        <Visit token={token} page={turn.data} />
      </LiveProvider>
    );
  }
  if (!turn.isError) return null;
  const unknown = turn.error instanceof ApiError;
  return (
    <Message
      icon={unknown ? <IconTicket aria-hidden /> : <IconWifiOff aria-hidden />}
      title={unknown ? t("unknown.title") : t("away.title")}
    >
      {unknown ? t("unknown.words") : t("away.words")}
    </Message>
  );
}
