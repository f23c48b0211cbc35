import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { Empty } from "../kit/Empty.tsx";
import { useMay, useMe } from "../session/session.ts";
import { firstSpace } from "./spaces.ts";

/** Sends everybody where their day begins. */
export function Home() {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const space = firstSpace(may, !may("floor.view") || me.agent === true);
  if (space === undefined) {
    return (
      <Empty title={t("home.nothing")} icon={<IconLock size={24} stroke={1.5} />}>
        {t("home.ask")}
      </Empty>
    );
  }
  return <Navigate to={space.path} replace />;
}
