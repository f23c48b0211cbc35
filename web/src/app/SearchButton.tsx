import { UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useHotkey } from "../kit/hotkeys.ts";
import { Keys } from "../kit/Keys.tsx";
import classes from "./Shell.module.css";

// The palette is a chunk of its own, loaded when it is first opened.
const Palette = lazy(() => import("./Palette.tsx").then((module) => ({ default: module.Palette })));

export function SearchButton() {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(0);
  const open = () => setWanted((times) => times + 1);
  useHotkey("mod+K", open, t("palette.title"));
  return (
    <>
      <UnstyledButton className={classes["search"]} onClick={open} aria-label={t("palette.title")}>
        <IconSearch size={15} aria-hidden />
        <span>{t("palette.title")}</span>
        <Keys keys="mod+K" />
      </UnstyledButton>
      {wanted > 0 && (
        <Suspense fallback={null}>
          <Palette wanted={wanted} />
        </Suspense>
      )}
    </>
  );
}
