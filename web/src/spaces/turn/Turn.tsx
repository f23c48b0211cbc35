import { useTranslation } from "react-i18next";
import { Empty } from "../../kit/Empty.tsx";

export function Turn() {
  const { t } = useTranslation("turn");
  return <Empty title={t("title")} />;
}
