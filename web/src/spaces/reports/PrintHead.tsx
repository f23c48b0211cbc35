import { useTranslation } from "react-i18next";
import type { Organisation } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { usePlaceName } from "../../kit/place/PlaceSwitch.tsx";
import type { Place } from "../../kit/place/place.ts";
import { light, variables } from "../../theme/tokens.ts";
import { dayWords } from "./day.ts";
import classes from "./Reports.module.css";
import type { DayReport } from "./useDay.ts";
import type { Channel } from "./useSelection.ts";

interface PrintHeadProps {
  organisation: Organisation;
  place: Place;
  report: DayReport;
  channel: Channel | undefined;
}

// Paper is white, whatever the reader's screen is.
const paper = `@media print { :root:root[data-mantine-color-scheme] { color-scheme: light; ${Object.entries(
  variables({ ...light, ground: light.surface }),
)
  .map(([name, value]) => `${name}: ${value};`)
  .join(" ")} --mantine-color-body: ${light.surface}; --mantine-color-text: ${light.text}; } }`;

/** The head of the printed pages: whose report, of which day and place, and when it was read. */
export function PrintHead({ organisation, place, report, channel }: PrintHeadProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const placeName = usePlaceName();
  const scope = [
    ...(place.kind === "org" ? [] : [placeName(place)]),
    channel === undefined ? t("channel.all") : t(`channel.${channel}`),
  ];
  return (
    <div className={classes["printHead"]}>
      <style>{paper}</style>
      <strong>{organisation.name}</strong>
      <span>{scope.join(" · ")}</span>
      <h1>{dayWords(format.language, report.date)}</h1>
      <span>{t("print.read", { time: format.dateTime(report.as_of, report.timezone) })}</span>
    </div>
  );
}
