import { useTranslation } from "react-i18next";
import { Empty } from "../../kit/Empty.tsx";

export function Kiosk() {
  const { t } = useTranslation("kiosk");
  return <Empty title={t("title")} />;
}
