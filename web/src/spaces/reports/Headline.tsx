import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { useKpiWords } from "../../kit/counted/useKpiWords.ts";
import { writeValue } from "../../kit/counted/value.ts";
import { goalState } from "../../kit/wait.ts";
import { stateColour } from "../../theme/tokens.ts";
import { changeOf } from "./compare.ts";
import { Difference } from "./Difference.tsx";
import { addDays, dayShort } from "./day.ts";
import type { Opened } from "./FigureRows.tsx";
import classes from "./Reports.module.css";
import { useUnit } from "./useChange.ts";
import type { DayReport } from "./useDay.ts";

export interface HeadlineProps {
  report: DayReport;
  compared: { before: DayReport | undefined; week: DayReport | undefined };
  date: string;
  least: number;
  onOpen: (opened: Opened) => void;
}

const headline = [
  "service_level",
  "offered",
  "handled",
  "abandoned",
  "no_show",
  "asa",
  "wait.p90",
  "wait.longest",
  "aht",
  "occupancy",
] as const;

const others = [
  "abandonment",
  "handled.at_once",
  "flowed_out",
  "redirected",
  "callback_taken",
  "closed_out",
  "failed",
  "outbound",
] as const;

/** The day's figures, each beside the day before and the same weekday a week before. */
export function Headline({ report, compared, date, least, onOpen }: HeadlineProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const kpis = useKpiWords();
  const unitOf = useUnit();
  const { total } = report;
  const days = [
    { key: "before", name: dayShort(format.language, addDays(date, -1)), total: compared.before?.total },
    { key: "week", name: dayShort(format.language, addDays(date, -7)), total: compared.week?.total },
  ];
  const open = (kpi: string) => onOpen({ id: kpi, title: kpis.title(kpi), kpi, narrow: {}, row: total });
  return (
    <section className={classes["card"]} aria-label={t("headline")}>
      <div className={classes["headline"]}>
        {headline.map((kpi) => {
          const value = total.figures[kpi];
          const state = kpi === "service_level" ? goalState(value?.value, total.goal) : undefined;
          return (
            <UnstyledButton
              key={kpi}
              className={classes["tile"]}
              data-kpi={kpi}
              title={t("common:figure.open", { label: kpis.title(kpi) })}
              onClick={() => open(kpi)}
            >
              <span className={classes["label"]}>{kpis.title(kpi)}</span>
              <span className={classes["value"]} style={state && { color: stateColour(state) }}>
                {writeValue(format, unitOf(kpi), value?.value, 1)}
                {kpi === "service_level" && total.goal !== undefined && (
                  <small>{t("goal", { goal: format.percent(total.goal) })}</small>
                )}
              </span>
              {days.map(({ key, name, total: then }) => (
                <span key={key} className={classes["then"]}>
                  <span>{name}</span>
                  <span>{writeValue(format, unitOf(kpi), then?.figures[kpi]?.value, 1)}</span>
                  <Difference kpi={kpi} change={changeOf(kpi, value, then?.figures[kpi], least)} />
                </span>
              ))}
            </UnstyledButton>
          );
        })}
      </div>
      <div className={classes["others"]}>
        {others
          .filter((kpi) => kpi === "abandonment" || (total.figures[kpi]?.num ?? 0) > 0)
          .map((kpi) => (
            <UnstyledButton key={kpi} className={classes["other"]} data-kpi={kpi} onClick={() => open(kpi)}>
              {kpis.title(kpi)} <b>{writeValue(format, unitOf(kpi), total.figures[kpi]?.value, 1)}</b>
            </UnstyledButton>
          ))}
      </div>
    </section>
  );
}
