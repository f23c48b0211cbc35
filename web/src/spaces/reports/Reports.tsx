import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../kit/Empty.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { usePlace } from "../../kit/place/usePlace.ts";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { Day } from "./Day.tsx";

/** What a day was like: figures, hours, rows and reasons, beside the days before it. */
export function Reports() {
  const { t } = useTranslation("reports");
  const state = usePlace("report.view");
  const { place } = state;
  if (state.organisation === undefined) {
    return state.error ? <ErrorState error={state.error} retry={state.retry} /> : <RowSkeleton rows={12} />;
  }
  if (place === undefined) {
    return (
      <Empty title={t("none.place")} icon={<IconMapOff size={24} stroke={1.5} />}>
        {t("none.placeWhy")}
      </Empty>
    );
  }
  return <Day organisation={state.organisation} place={place} state={state} />;
}
