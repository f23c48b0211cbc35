import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { languageName, nearestLanguage } from "../../../i18n/spoken.ts";
import type { Step } from "../model/flow.ts";
import type { KioskConfig } from "../model/types.ts";
import { Heading } from "../parts/Heading.tsx";
import { useLanguageTurns } from "../useLanguageTurns.ts";
import classes from "./LanguageScreen.module.css";

/** Every language in its own words; the greeting takes turns. */
export function LanguageScreen({ config, walk }: { config: KioskConfig; walk: (step: Step) => void }) {
  const { t } = useTranslation("kiosk");
  const greeting = useLanguageTurns(config.languages);
  return (
    <div className={classes["screen"]}>
      <div className={classes["greeting"]}>
        <Heading>
          <span key={greeting} className={classes["welcome"]} lang={greeting}>
            {t("title", { lng: nearestLanguage(greeting) })}
          </span>
        </Heading>
      </div>
      <ul className={classes["languages"]}>
        {config.languages.map((language) => (
          <li key={language}>
            <UnstyledButton
              className={classes["language"]}
              lang={language}
              onClick={() => walk({ do: "language", language })}
            >
              <span>
                <strong>{languageName(language)}</strong>
                <span>{t("begin", { lng: nearestLanguage(language) })}</span>
              </span>
              <IconChevronRight aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
