import { useTranslation } from "react-i18next";
import { StateBadge } from "../../kit/StateBadge.tsx";

/** Whether a contact goes on or is over. */
export function ContactState({ state }: { state: string }) {
  const { t } = useTranslation("floor");
  if (state === "open") return <StateBadge state="engaged">{t("contact.open")}</StateBadge>;
  return <StateBadge state="offline">{t("contact.over")}</StateBadge>;
}
