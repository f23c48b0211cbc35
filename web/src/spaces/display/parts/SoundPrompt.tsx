import { Button } from "@mantine/core";
import { IconVolume } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Browsers keep a page silent until somebody has touched it, once. */
export function SoundPrompt({ start }: { start: () => void }) {
  const { t } = useTranslation("display");
  return (
    <Button variant="default" size="lg" leftSection={<IconVolume aria-hidden />} onClick={start}>
      {t("sound")}
    </Button>
  );
}
