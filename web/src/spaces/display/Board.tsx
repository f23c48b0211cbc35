import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { i18n } from "../../i18n/i18n.ts";
import { nearestLanguage } from "../../i18n/spoken.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { Clock } from "../../kit/Clock.tsx";
import { useConnection, useRows } from "../../live/hooks.tsx";
import { type DisplayRows, displayTopic, type Topic } from "../../live/topics.ts";
import classes from "./Board.module.css";
import { boardOf, nextOf, noticesOf } from "./model/board.ts";
import { Announced } from "./parts/Announced.tsx";
import { Calls } from "./parts/Calls.tsx";
import { SoundPrompt } from "./parts/SoundPrompt.tsx";
import { useAnnouncements } from "./useAnnouncements.ts";
import type { Screen } from "./useScreen.ts";
import { useTurns } from "./useTurns.ts";

const language_ms = 10_000;
const notice_ms = 12_000;
const nextMost = 8;

/** The whole screen: the calls, the next in line, a notice, the clock; and over it the newest call. */
export function Board({ screen }: { screen: Screen }) {
  const [topic] = useState(() => displayTopic(screen.site ?? ""));
  const site = useRows(topic, "site", (rows) => rows[0]);
  const calls = useRows(topic, "call", boardOf);
  const { current, sound, startSound } = useAnnouncements(topic, screen.languages);
  const format = useFormat();
  useLanguages(screen.languages);

  return (
    <div className={classes["screen"]}>
      <header className={classes["head"]}>
        <h1>{format.text(screen.site_name)}</h1>
        <Clock timeZone={screen.timezone} className={classes["clock"] ?? ""} />
      </header>
      <main className={classes["calls"]}>
        <Calls board={calls} open={site?.open ?? true} />
      </main>
      <aside className={classes["side"]}>
        <NextInLine topic={topic} />
        <Notices topic={topic} />
      </aside>
      <footer className={classes["foot"]}>
        <Cut />
        {sound === false && <SoundPrompt start={startSound} />}
      </footer>
      {current !== undefined && (
        <Announced key={`${current.ticket} ${current.at} ${current.recall ?? 0}`} call={current} />
      )}
    </div>
  );
}

/** The screen's words take turns in the branch's languages. */
function useLanguages(languages: readonly string[]): void {
  const language = useTurns(languages, language_ms);
  useEffect(() => {
    if (language !== undefined) void i18n.changeLanguage(nearestLanguage(language));
  }, [language]);
}

function NextInLine({ topic }: { topic: Topic<DisplayRows> }) {
  const { t } = useTranslation("display");
  const next = useRows(topic, "next", (rows) => nextOf(rows, nextMost));
  return (
    <section className={classes["next"]}>
      <h2>{t("next")}</h2>
      {next.length === 0 ? (
        <p>{t("nobody")}</p>
      ) : (
        <ol>
          {next.map(({ ticket }) => (
            <li key={ticket}>{ticket}</li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Notices({ topic }: { topic: Topic<DisplayRows> }) {
  const format = useFormat();
  const notices = useRows(topic, "notice", noticesOf);
  const notice = useTurns(notices, notice_ms);
  if (notice === undefined) return null;
  return (
    <section className={classes["notice"]}>
      <p key={notice.order}>{format.text(notice.text)}</p>
    </section>
  );
}

/** A quiet word when what is shown may be old. */
function Cut() {
  const { t } = useTranslation("display");
  const connection = useConnection();
  return (
    <span role="status" className={classes["cut"]}>
      {connection === "lost" && (
        <>
          <IconPlugConnectedX aria-hidden /> {t("cut")}
        </>
      )}
    </span>
  );
}
