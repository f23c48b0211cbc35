import { useTranslation } from "react-i18next";
import { Empty } from "../../kit/Empty.tsx";

export function Display() {
  const { t } = useTranslation("display");
  return <Empty title={t("title")} />;
}
