import { type MantineColorScheme, SegmentedControl, VisuallyHidden } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export interface ThemeToggleProps {
  value: MantineColorScheme;
  onChange: (scheme: MantineColorScheme) => void;
  label: string;
}

/** Light, dark, or what the system says. */
export function ThemeToggle({ value, onChange, label }: ThemeToggleProps) {
  const { t } = useTranslation();
  const option = (scheme: MantineColorScheme, words: string, Icon: typeof IconSun) => ({
    value: scheme,
    label: (
      <span title={words} style={{ display: "inline-flex" }}>
        <Icon size={14} aria-hidden />
        <VisuallyHidden>{words}</VisuallyHidden>
      </span>
    ),
  });
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={value}
      onChange={(scheme) => onChange(scheme as MantineColorScheme)}
      data={[
        option("light", t("theme.light"), IconSun),
        option("dark", t("theme.dark"), IconMoon),
        option("auto", t("theme.auto"), IconDeviceDesktop),
      ]}
    />
  );
}
