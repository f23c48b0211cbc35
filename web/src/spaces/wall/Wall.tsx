import { useTranslation } from "react-i18next";
import { Empty } from "../../kit/Empty.tsx";

export function Wall() {
  const { t } = useTranslation("wall");
  return <Empty title={t("title")} />;
}
