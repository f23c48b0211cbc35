import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Navigate, Route, Routes } from "react-router";
import { Empty } from "../../kit/Empty.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { usePlace } from "../../kit/place/usePlace.ts";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import classes from "./Board.module.css";
import { Board } from "./Board.tsx";
import { Contacts } from "./Contacts.tsx";
import { FloorBar } from "./FloorBar.tsx";

/** The team leader's space: what is about to go wrong, and acting on it in its place. */
export function Floor() {
  const { t } = useTranslation("floor");
  const state = usePlace("floor.view");
  const { place } = state;
  if (state.organisation === undefined) {
    return state.error ? <ErrorState error={state.error} retry={state.retry} /> : <RowSkeleton rows={12} />;
  }
  if (place === undefined) {
    return (
      <Empty title={t("place.none")} icon={<IconMapOff size={24} stroke={1.5} />}>
        {t("place.noneWhy")}
      </Empty>
    );
  }
  return (
    <div className={classes["floor"]}>
      <FloorBar place={place} state={state} />
      <Routes>
        <Route index element={<Board key={place.node} place={place} state={state} />} />
        <Route path="contacts" element={<Contacts place={place} state={state} />} />
        <Route path="contacts/:id" element={<Contacts place={place} state={state} />} />
        <Route path="*" element={<Navigate to="/floor" replace />} />
      </Routes>
    </div>
  );
}
