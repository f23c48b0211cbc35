import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { textIn } from "../../i18n/useFormat.ts";
import type { Screen } from "./useScreen.ts";

export interface WallNames {
  /** What the wall is headed with. */
  place: string;
  queue(key: string): string;
  site(key: string): string;
}

/** The names on a wall, in its language; they come with the screen, since a wall is no user. */
export function useWallNames(screen: Screen): WallNames {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => {
    const words = (list: Screen["queues"]) => {
      const known = new Map(list.map(({ key, name }) => [key, textIn(name, language)]));
      return (key: string) => known.get(key) ?? key;
    };
    return {
      place: textIn(screen.site_name, language) || screen.name,
      queue: words(screen.queues),
      site: words(screen.sites),
    };
  }, [screen, language]);
}
