import { Button, Menu } from "@mantine/core";
import { IconCheck, IconLanguage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Language, languageNames, languages } from "../i18n/languages.ts";

export interface LanguageMenuProps {
  value: Language;
  onChange: (language: Language) => void;
}

/** The languages, each in its own name. */
export function LanguageMenu({ value, onChange }: LanguageMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu position="top">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconLanguage size={16} aria-hidden />}
          aria-label={t("language.title", { language: languageNames[value] })}
        >
          {languageNames[value]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems value={value} onChange={onChange} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same as items of another menu. */
export function LanguageItems({ value, onChange }: LanguageMenuProps) {
  return languages.map((language) => (
    <Menu.Item
      key={language}
      lang={language}
      onClick={() => onChange(language)}
      aria-current={language === value || undefined}
      rightSection={language === value ? <IconCheck size={14} aria-hidden /> : undefined}
    >
      {languageNames[language]}
    </Menu.Item>
  ));
}
