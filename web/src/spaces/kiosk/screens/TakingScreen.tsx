import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Message } from "../parts/Message.tsx";

/** The ticket is being made: an instant, or a few seconds when the server does not answer. */
export function TakingScreen() {
  const { t } = useTranslation("kiosk");
  return <Message icon={<Loader color="var(--brand)" aria-hidden />} title={t("taking")} />;
}
