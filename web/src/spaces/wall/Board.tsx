import { IconMaximize, IconPlugConnectedX } from "@tabler/icons-react";
import { type CSSProperties, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/problem.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { Clock } from "../../kit/Clock.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { useNow } from "../../kit/ticker.ts";
import { useConnection, useRows, useTopicState } from "../../live/hooks.tsx";
import type { Topic, WallRows } from "../../live/topics.ts";
import { QueueTile } from "./QueueTile.tsx";
import { SummaryTile } from "./SummaryTile.tsx";
import { compareQueues, gridFor, pagesOf } from "./tiles.ts";
import { usePages } from "./usePages.ts";
import type { Screen } from "./useScreen.ts";
import { useWallNames } from "./useWallNames.ts";
import classes from "./Wall.module.css";

const turn_ms = 12_000;

/** The tiles of a wall, a page at a time, and its head: where, and the time there. */
export function Board({ screen }: { screen: Screen }) {
  const { t } = useTranslation("wall");
  const topic = useMemo<Topic<WallRows>>(() => ({ name: screen.topic }), [screen.topic]);
  const { ready, error } = useTopicState(topic);
  const names = useWallNames(screen);
  const total = useRows(topic, "total", (rows) => rows[0]);
  const unsorted = useRows(topic, "queue");
  const queues = useMemo(() => [...unsorted].sort(compareQueues(screen)), [unsorted, screen]);
  const line = useRows(topic, "line", (rows) => rows[0]);
  const lines = useRows(topic, "queue_line");
  const pages = useMemo(() => pagesOf(queues, lines), [queues, lines]);
  const [page, setPage] = usePages(pages.length, turn_ms);
  const tiles = pages[page] ?? [];
  // All pages are laid out as the fullest, so that nothing changes its size in turning.
  const { columns, rows } = gridFor(Math.max(...pages.map((each) => each.length)));

  useEffect(() => {
    document.title = `${names.place} · ${t("title")}`;
  }, [names.place, t]);

  return (
    <main className={classes["wall"]} aria-label={t("title")}>
      <Head screen={screen} place={names.place} pages={pages.length} page={page} onPage={setPage} />
      {error !== undefined ? (
        <ErrorState error={new ApiError(error)} />
      ) : !ready || total === undefined ? (
        <p className={classes["starting"]} role="status">
          {t("starting")}
        </p>
      ) : (
        <div className={classes["tiles"]} style={{ "--columns": columns, "--rows": rows } as CSSProperties}>
          {tiles.map((tile) =>
            tile.kind === "queue" ? (
              <QueueTile
                key={tile.id}
                queue={tile.queue}
                points={tile.points}
                name={names.queue(tile.queue.queue)}
                site={screen.site ? "" : names.site(tile.queue.site)}
              />
            ) : (
              <SummaryTile
                key={tile.id}
                kind={tile.kind}
                total={total}
                queues={queues}
                points={line?.points ?? []}
              />
            ),
          )}
        </div>
      )}
    </main>
  );
}

interface HeadProps {
  screen: Screen;
  place: string;
  pages: number;
  page: number;
  onPage: (page: number) => void;
}

function Head({ screen, place, pages, page, onPage }: HeadProps) {
  const { t } = useTranslation("wall");
  const format = useFormat();
  const now = useNow();
  const connection = useConnection();
  return (
    <header className={classes["head"]}>
      <h1>{place}</h1>
      {pages > 1 && (
        <nav className={classes["pages"]} aria-label={t("pages")}>
          {Array.from({ length: pages }, (_, index) => index).map((index) => (
            <button
              key={index}
              type="button"
              aria-label={t("page", { page: index + 1, pages })}
              aria-current={index === page || undefined}
              onClick={() => onPage(index)}
            />
          ))}
        </nav>
      )}
      <span className={classes["spring"]} />
      {/* The numbers are those of the last moment; it says so until they are new again. */}
      <span role="status" className={classes["lost"]}>
        {connection === "lost" && (
          <>
            <IconPlugConnectedX aria-hidden /> {t("lost")}
          </>
        )}
      </span>
      <FullScreen />
      <span className={classes["date"]}>{format.date(now, screen.timezone)}</span>
      <Clock timeZone={screen.timezone} className={classes["clock"] ?? ""} />
    </header>
  );
}

/** A browser lets a page fill the screen only by somebody's hand. */
function FullScreen() {
  const { t } = useTranslation("wall");
  const [full, setFull] = useState(() => document.fullscreenElement !== null);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
  }, []);
  if (full || !document.fullscreenEnabled) return null;
  return (
    <button
      type="button"
      className={classes["full"]}
      aria-label={t("full")}
      title={t("full")}
      onClick={() => void document.documentElement.requestFullscreen()}
    >
      <IconMaximize aria-hidden />
    </button>
  );
}
