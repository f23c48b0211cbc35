import { NumberInput, SegmentedControl, Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import type { Place } from "../../kit/place/place.ts";
import { CsvButton } from "./CsvButton.tsx";
import { columnsOf, csvRows } from "./columns.ts";
import type { Row } from "./compare.ts";
import { DivisionTable } from "./DivisionTable.tsx";
import { addDays, dayShort } from "./day.ts";
import type { Opened } from "./FigureRows.tsx";
import { useRowName } from "./names.ts";
import classes from "./Reports.module.css";
import { useUnit } from "./useChange.ts";
import type { DayReport } from "./useDay.ts";
import { type Division, divisions, type Selection, type useSelection } from "./useSelection.ts";

export interface TablesProps {
  report: DayReport;
  beside: DayReport | undefined;
  selection: Selection;
  change: ReturnType<typeof useSelection>["change"];
  place: Place;
  onOpen: (opened: Opened) => void;
}

export function rowsOf(report: DayReport | undefined, division: Division): readonly Row[] {
  switch (division) {
    case "queue":
      return report?.queues ?? [];
    case "site":
      return report?.sites ?? [];
    case "service":
      return report?.services ?? [];
    case "agent":
      return report?.agents ?? [];
    case "hour":
      return (report?.hours ?? []).filter(
        ({ figures }) => (figures["offered"]?.num ?? 0) > 0 || (figures["occupancy"]?.den ?? 0) > 0,
      );
  }
}

/** The day divided, one way at a time; on paper all of them. */
export function Tables({ report, beside, selection, change, place, onOpen }: TablesProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const { division, least } = selection;
  const shown = divisions.filter((key) => key !== "site" || place.kind !== "site");
  const now = shown.includes(division) ? division : "queue";
  return (
    <Tabs
      className={`${classes["card"]} ${classes["tables"]}`}
      value={now}
      onChange={(next) => next !== null && change({ by: next === "queue" ? undefined : next })}
      id="divisions"
    >
      <div className={`${classes["cardHead"]} ${classes["noPrint"]}`}>
        <Tabs.List>
          {shown.map((key) => (
            <Tabs.Tab key={key} value={key}>
              {t(`by.${key}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <span className={classes["spring"]} />
        <NumberInput
          size="xs"
          w={150}
          min={0}
          max={100_000}
          clampBehavior="strict"
          allowDecimal={false}
          allowNegative={false}
          value={least}
          onChange={(value) => typeof value === "number" && change({ least: String(value) })}
          aria-label={t("least.label")}
          title={t("least.why")}
          leftSectionWidth={92}
          leftSection={<span className={classes["inside"]}>{t("least.short")}</span>}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("beside")}
          value={selection.beside}
          onChange={(value) => change({ beside: value === "week" ? "week" : undefined })}
          data={[
            { value: "day", label: dayShort(format.language, addDays(report.date, -1)) },
            { value: "week", label: dayShort(format.language, addDays(report.date, -7)) },
          ]}
        />
      </div>
      {shown.map((key) => (
        // Not the tabs' own panels: what those do not show cannot be printed either.
        <div
          key={key}
          role="tabpanel"
          id={`divisions-panel-${key}`}
          aria-labelledby={`divisions-tab-${key}`}
          className={`${classes["panel"]} ${key === now ? "" : classes["aside"]}`}
        >
          <DivisionPart
            division={key}
            report={report}
            rows={rowsOf(report, key)}
            beside={rowsOf(beside, key)}
            least={least}
            place={place}
            onOpen={onOpen}
          />
        </div>
      ))}
    </Tabs>
  );
}

interface DivisionPartProps {
  division: Division;
  report: DayReport;
  rows: readonly Row[];
  beside: readonly Row[];
  least: number;
  place: Place;
  onOpen: (opened: Opened) => void;
}

function DivisionPart({ division, report, rows, beside, least, place, onOpen }: DivisionPartProps) {
  const { t } = useTranslation("reports");
  const name = useRowName();
  const unitOf = useUnit();
  const columns = columnsOf(division);
  const title = t(`by.${division}`);
  return (
    <>
      <div className={classes["tableHead"]}>
        <h2>{title}</h2>
        <span className={classes["dim"]}>
          {(division === "site" || division === "agent") && t("least.says", { count: least })}
          {(report.left_off ?? 0) > 0 && ` ${t("leftOff", { count: report.left_off ?? 0 })}`}
        </span>
        <span className={classes["spring"]} />
        <CsvButton
          name={`${report.date}-${place.node}-${division}`}
          label={title}
          rows={() => csvRows(rows, columns, unitOf, (key) => name(division, key))}
        />
      </div>
      <DivisionTable
        division={division}
        columns={columns}
        rows={rows}
        beside={beside}
        least={least}
        onOpen={onOpen}
      />
    </>
  );
}
