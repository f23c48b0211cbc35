import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { usePersonName } from "../../api/people.ts";
import type { Division } from "./useSelection.ts";

/** An hour's key as a clock: "08:00"; the second of a night when clocks go back says so. */
export function hourWords(key: string, again: string): string {
  return key.endsWith(".2") ? `${key.slice(0, 2)}:00 ${again}` : `${key}:00`;
}

/** What a row of a division is called. */
export function useRowName(): (division: Division, key: string) => string {
  const { t } = useTranslation("reports");
  const names = useNames();
  const person = usePersonName();
  return (division, key) => {
    switch (division) {
      case "hour":
        return hourWords(key, t("hours.again"));
      case "agent":
        return person(key);
      case "queue":
        return names.queue(key);
      case "site":
        return key === "" ? t("without.site") : names.site(key);
      case "service":
        return key === "" ? t("without.service") : names.service(key);
    }
  };
}
