import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Empty } from "../kit/Empty.tsx";
import classes from "./Page.module.css";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className={classes["centred"]}>
      <Empty
        title={t("notFound.title")}
        icon={<IconMapOff size={24} stroke={1.5} />}
        action={
          <Button component={Link} to="/" variant="default">
            {t("notFound.home")}
          </Button>
        }
      >
        {t("notFound.words")}
      </Empty>
    </main>
  );
}
