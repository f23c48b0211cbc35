import { useTranslation } from "react-i18next";
import { Empty } from "../../kit/Empty.tsx";

export function Floor() {
  const { t } = useTranslation("floor");
  return <Empty title={t("title")} />;
}
