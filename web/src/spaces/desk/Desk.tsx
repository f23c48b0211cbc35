import { useTranslation } from "react-i18next";
import { Empty } from "../../kit/Empty.tsx";

export function Desk() {
  const { t } = useTranslation("desk");
  return <Empty title={t("title")} />;
}
