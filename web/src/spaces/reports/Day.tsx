import { IconCalendarOff } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Organisation } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { Empty } from "../../kit/Empty.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { usePlaceName } from "../../kit/place/PlaceSwitch.tsx";
import { type Place, zoneOf } from "../../kit/place/place.ts";
import type { PlaceState } from "../../kit/place/usePlace.ts";
import { SidePanel } from "../../kit/SidePanel.tsx";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { tickNow } from "../../kit/ticker.ts";
import { DayBar } from "./DayBar.tsx";
import { addDays, dayIn, dayWords } from "./day.ts";
import { FigureRows, type Opened } from "./FigureRows.tsx";
import { Headline } from "./Headline.tsx";
import { HourChart } from "./HourChart.tsx";
import { Portions } from "./Portions.tsx";
import { PrintHead } from "./PrintHead.tsx";
import classes from "./Reports.module.css";
import { Tables } from "./Tables.tsx";
import { Times } from "./Times.tsx";
import { type Asked, useDay } from "./useDay.ts";
import { useSelection } from "./useSelection.ts";

interface DayProps {
  organisation: Organisation;
  place: Place;
  state: PlaceState;
}

export function Day({ organisation, place, state }: DayProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const { selection, change } = useSelection();
  const zone = zoneOf(organisation, place.kind === "site" ? place.key : undefined);
  const [now] = useState(tickNow);
  const today = dayIn(zone, now / 1000);
  const date = selection.date ?? addDays(today, -1);
  const asked: Asked = { date, at: place.node, channel: selection.channel };
  const day = useDay(asked);
  const before = useDay({ ...asked, date: addDays(date, -1) });
  const week = useDay({ ...asked, date: addDays(date, -7) });
  const [opened, setOpened] = useState<Opened | undefined>(undefined);
  const [shown, setShown] = useState(false);
  const open = useCallback((next: Opened) => {
    setOpened(next);
    setShown(true);
  }, []);
  const report = day.data;
  const compared = { before: before.data, week: week.data };
  const beside = selection.beside === "week" ? week.data : before.data;
  return (
    <div className={classes["page"]}>
      <DayBar date={date} today={today} place={place} state={state} selection={selection} change={change} />
      {day.isError && <ErrorState error={day.error} retry={() => void day.refetch()} />}
      {report === undefined && !day.isError && <RowSkeleton rows={12} />}
      {report !== undefined && (
        <div className={classes["body"]} data-stale={day.isPlaceholderData || undefined}>
          <PrintHead organisation={organisation} place={place} report={report} channel={selection.channel} />
          {!report.over && (
            <p className={classes["note"]}>{t("untilNow", { time: format.time(report.as_of, zone) })}</p>
          )}
          {isEmpty(report) ? (
            <Empty title={t("none.day")} icon={<IconCalendarOff size={24} stroke={1.5} />}>
              {t("none.dayWhy", { day: dayWords(format.language, date) })}
            </Empty>
          ) : (
            <>
              <Headline
                report={report}
                compared={compared}
                date={date}
                least={selection.least}
                onOpen={open}
              />
              <div className={classes["two"]}>
                <HourChart report={report} onOpen={open} />
                <Portions report={report} onOpen={open} />
              </div>
              <Tables
                report={report}
                beside={beside}
                selection={selection}
                change={change}
                place={place}
                onOpen={open}
              />
              <Times report={report} ofWork={selection.channel !== undefined} onOpen={open} />
            </>
          )}
        </div>
      )}
      <Opening asked={asked} place={place} opened={opened} shown={shown} onClose={() => setShown(false)} />
    </div>
  );
}

/** Nobody came and nobody worked. */
function isEmpty({
  total,
  states,
}: {
  total: { figures: Record<string, { num: number }> };
  states: unknown[];
}) {
  const counted = ["offered", "outbound"].some((kpi) => (total.figures[kpi]?.num ?? 0) > 0);
  return !counted && states.length === 0;
}

interface OpeningProps {
  asked: Asked;
  place: Place;
  opened: Opened | undefined;
  shown: boolean;
  onClose: () => void;
}

function Opening({ asked, place, opened, shown, onClose }: OpeningProps) {
  const format = useFormat();
  const placeName = usePlaceName();
  return (
    <SidePanel
      opened={shown}
      onClose={onClose}
      wide
      title={`${opened?.title ?? ""} · ${opened?.whose ?? placeName(place)} · ${dayWords(format.language, asked.date)}`}
    >
      {opened !== undefined && <FigureRows key={opened.id} asked={asked} opened={opened} />}
    </SidePanel>
  );
}
