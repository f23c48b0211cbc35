import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { useKpiWords } from "../../kit/counted/useKpiWords.ts";
import { stateColour } from "../../theme/tokens.ts";
import type { Opened } from "./FigureRows.tsx";
import { hourWords } from "./names.ts";
import classes from "./Reports.module.css";
import type { DayReport } from "./useDay.ts";

type Hour = NonNullable<DayReport["hours"]>[number];

const wide = 880;
const high = 220;
const left = 36;
const right = 44;
const top = 12;
const bottom = 24;
const room = { width: wide - left - right, height: high - top - bottom };

const num = (hour: Hour, kpi: string) => hour.figures[kpi]?.num ?? 0;

/** The hours from the first with work to the last, so that a quiet night takes no room. */
export function busyHours(hours: readonly Hour[]): Hour[] {
  const busy = (hour: Hour) => num(hour, "offered") > 0;
  const first = hours.findIndex(busy);
  return first < 0 ? [] : hours.slice(first, hours.findLastIndex(busy) + 1);
}

/** The end of a scale in round numbers. */
export function roundUp(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map((times) => times * unit).find((end) => end >= most) ?? most;
}

export interface HourChartProps {
  report: DayReport;
  onOpen: (opened: Opened) => void;
}

/** Hour by hour: who came and what became of them, and the service level against its goal. */
export function HourChart({ report, onOpen }: HourChartProps) {
  const { t } = useTranslation("reports");
  const kpis = useKpiWords();
  const hours = busyHours(report.hours ?? []);
  const end = roundUp(Math.max(1, ...hours.map((hour) => num(hour, "offered"))));
  const step = room.width / Math.max(1, hours.length);
  const y = (count: number) => top + room.height * (1 - count / end);
  return (
    <section className={`${classes["card"]} ${classes["chart"]}`} aria-label={t("hours.title")}>
      <div className={classes["cardHead"]}>
        <h2>{t("hours.title")}</h2>
        <Legend colour={stateColour("engaged", "fill")} word={kpis.title("handled")} />
        <Legend colour={stateColour("breached", "fill")} word={kpis.title("abandoned")} />
        <Legend colour={stateColour("offline", "fill")} word={t("hours.otherEnds")} />
        <Legend colour="var(--brand)" word={kpis.title("service_level")} line />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG is no fieldset */}
      <svg viewBox={`0 0 ${wide} ${high}`} role="group" aria-label={t("hours.title")}>
        <Scale end={end} y={y} goal={report.total.goal} />
        {hours.map((hour, index) => (
          <Bar key={hour.key} hour={hour} x={left + index * step} step={step} y={y} onOpen={onOpen} />
        ))}
        <LevelLine hours={hours} step={step} />
      </svg>
    </section>
  );
}

function Legend({ colour, word, line = false }: { colour: string; word: string; line?: boolean }) {
  return (
    <span className={classes["legend"]}>
      <i style={{ background: colour, height: line ? 2 : 8 }} aria-hidden />
      {word}
    </span>
  );
}

function Scale({ end, y, goal }: { end: number; y: (count: number) => number; goal: number | undefined }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const level = (share: number) => top + room.height * (1 - share);
  return (
    <g className={classes["scale"]} aria-hidden>
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line x1={left} x2={wide - right} y1={y(end * part)} y2={y(end * part)} />
          <text x={left - 6} y={y(end * part) + 4} textAnchor="end">
            {format.number(end * part, end * part === Math.round(end * part) ? 0 : 1)}
          </text>
          <text x={wide - right + 6} y={level(part) + 4}>
            {format.percent(part)}
          </text>
        </g>
      ))}
      {goal !== undefined && (
        <g className={classes["goalLine"]}>
          <line x1={left} x2={wide - right} y1={level(goal)} y2={level(goal)} />
          <text x={wide - right - 4} y={level(goal) - 4} textAnchor="end">
            {t("goal", { goal: format.percent(goal) })}
          </text>
        </g>
      )}
    </g>
  );
}

interface BarProps {
  hour: Hour;
  x: number;
  step: number;
  y: (count: number) => number;
  onOpen: (opened: Opened) => void;
}

function Bar({ hour, x, step, y, onOpen }: BarProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const kpis = useKpiWords();
  const handled = num(hour, "handled");
  const abandoned = num(hour, "abandoned");
  const rest = Math.max(0, num(hour, "offered") - handled - abandoned);
  const width = Math.min(44, step * 0.62);
  const from = x + (step - width) / 2;
  const words = hourWords(hour.key, t("hours.again"));
  const open = () =>
    onOpen({
      id: `hour ${hour.key}`,
      title: kpis.title("offered"),
      whose: words,
      kpi: "offered",
      narrow: { hour: hour.key },
      row: hour,
    });
  const said = t("hours.said", {
    hour: words,
    offered: format.number(handled + abandoned + rest),
    handled: format.number(handled),
    abandoned: format.number(abandoned),
    level: format.percent(hour.figures["service_level"]?.value, 1),
  });
  let at = 0;
  const part = (count: number, colour: string) => {
    const below = at;
    at += count;
    return <rect x={from} width={width} y={y(at)} height={Math.max(0, y(below) - y(at))} fill={colour} />;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button
    <g
      role="button"
      tabIndex={0}
      className={classes["hour"]}
      aria-label={said}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open();
      }}
    >
      <title>{said}</title>
      <rect className={classes["hit"]} x={x} width={step} y={top} height={room.height} />
      {part(handled, stateColour("engaged", "fill"))}
      {part(abandoned, stateColour("breached", "fill"))}
      {part(rest, stateColour("offline", "fill"))}
      <text x={x + step / 2} y={high - 6} textAnchor="middle">
        {step < 30 ? hour.key.slice(0, 2) : words}
      </text>
    </g>
  );
}

/** The service level as a line with a dot for each hour that has one. */
function LevelLine({ hours, step }: { hours: readonly Hour[]; step: number }) {
  const dots = hours.flatMap((hour, index) => {
    const value = hour.figures["service_level"]?.value;
    if (value === undefined) return [];
    return [{ key: hour.key, x: left + (index + 0.5) * step, y: top + room.height * (1 - value) }];
  });
  return (
    <g className={classes["level"]} aria-hidden>
      <polyline points={dots.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {dots.map(({ key, x, y }) => (
        <circle key={key} cx={x} cy={y} r={3} />
      ))}
    </g>
  );
}
