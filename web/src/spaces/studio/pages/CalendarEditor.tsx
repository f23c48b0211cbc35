import { ActionIcon, Button, Popover, TextInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { useLayer } from "../../../kit/layers.ts";
import type { Value } from "../model/draft.ts";
import { type Day, type Holiday, hoursOf, monthOf, type Weekday, weekdays } from "../model/month.ts";
import { list } from "../model/path.ts";
import { useOrganisationLanguages } from "../model/useOrganisationLanguages.ts";
import classes from "./Calendar.module.css";

export interface CalendarEditorProps {
  value: Value;
  onChange: (value: Value) => void;
  disabled: boolean;
  mistakes: Record<string, string>;
}

type Week = Partial<Record<Weekday, string[] | null>>;

/** The hours of a week, and the month with the days that are different. */
export function CalendarEditor({ value, onChange, disabled, mistakes }: CalendarEditorProps) {
  const { t } = useTranslation("studio");
  const week = (value["week"] ?? {}) as Week;
  const holidays = list<Holiday>(value["holidays"]);
  return (
    <>
      <section className={classes["week"]} aria-label={t("calendar.week")}>
        <h3>{t("calendar.week")}</h3>
        {weekdays.map((day) => (
          <HoursInput
            key={day}
            label={t(`calendar.${day}`)}
            hours={week[day] ?? []}
            disabled={disabled}
            error={Object.entries(mistakes).find(([path]) => path.startsWith(`week.${day}`))?.[1]}
            onChange={(hours) => onChange({ ...value, week: { ...week, [day]: hours } })}
          />
        ))}
        <p className={classes["hint"]}>{t("calendar.hint")}</p>
      </section>
      <Month
        week={week}
        holidays={holidays}
        disabled={disabled}
        onChange={(next) => onChange({ ...value, holidays: next })}
      />
    </>
  );
}

interface HoursInputProps {
  label: string;
  hours: string[];
  disabled: boolean;
  error?: string | undefined;
  onChange: (hours: string[]) => void;
}

/** Hours of a day as text: what is typed counts when it is left, or is said to be wrong. */
function HoursInput({ label, hours, disabled, error, onChange }: HoursInputProps) {
  const { t } = useTranslation("studio");
  const [typed, setTyped] = useState<string>();
  const wrong = typed !== undefined && hoursOf(typed) === undefined;
  const leave = () => {
    const next = typed === undefined ? undefined : hoursOf(typed);
    if (next === undefined) return;
    setTyped(undefined);
    onChange(next);
  };
  return (
    <TextInput
      label={label}
      classNames={{ root: classes["hours"] ?? "" }}
      placeholder={t("calendar.closed")}
      disabled={disabled}
      value={typed ?? hours.join(", ")}
      error={wrong ? t("calendar.wrong") : error}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === "Enter" && leave()}
    />
  );
}

interface MonthProps {
  week: Week;
  holidays: readonly Holiday[];
  disabled: boolean;
  onChange: (holidays: Holiday[]) => void;
}

function Month({ week, holidays, disabled, onChange }: MonthProps) {
  const { t } = useTranslation("studio");
  const { language } = useFormat();
  const [shown, setShown] = useState(() => {
    const today = new Date();
    return { year: today.getFullYear(), month: today.getMonth() };
  });
  const first = new Date(Date.UTC(shown.year, shown.month, 1));
  const title = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    first,
  );
  const weeks = useMemo(() => monthOf(shown.year, shown.month, week, holidays), [shown, week, holidays]);
  const step = (by: number) => {
    const next = new Date(Date.UTC(shown.year, shown.month + by, 1));
    setShown({ year: next.getUTCFullYear(), month: next.getUTCMonth() });
  };
  const put = (date: string, holiday: Holiday | undefined) => {
    const others = holidays.filter((other) => other.date !== date);
    const next = holiday === undefined ? others : [...others, holiday];
    onChange(next.toSorted((a, b) => a.date.localeCompare(b.date)));
  };
  return (
    <section aria-label={title}>
      <header className={classes["monthHead"]}>
        <ActionIcon variant="default" aria-label={t("calendar.before")} onClick={() => step(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <h3>{title}</h3>
        <ActionIcon variant="default" aria-label={t("calendar.after")} onClick={() => step(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </header>
      <table className={classes["month"]}>
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col">
                {t(`calendar.${day}`).slice(0, 3)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((days) => (
            <tr key={days.find((day) => day !== undefined)?.date}>
              {weekdays.map((name, index) => (
                <td key={name}>
                  {days[index] !== undefined && (
                    <DayCell day={days[index]} disabled={disabled} onChange={put} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface DayCellProps {
  day: Day;
  disabled: boolean;
  onChange: (date: string, holiday: Holiday | undefined) => void;
}

function DayCell({ day, disabled, onChange }: DayCellProps) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const [house = "en"] = useOrganisationLanguages();
  const [opened, setOpened] = useState(false);
  useLayer(opened, () => setOpened(false));
  const name = format.text(day.holiday?.name ?? {});
  const hours = day.hours.length === 0 ? t("calendar.closed") : day.hours.join(", ");
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes["day"]}
          data-holiday={day.holiday !== undefined || undefined}
          data-closed={day.hours.length === 0 || undefined}
          disabled={disabled}
          aria-label={`${day.number}: ${[name, hours].filter((part) => part !== "").join(", ")}`}
          onClick={() => setOpened(true)}
        >
          <b>{day.number}</b>
          {name !== "" && <span>{name}</span>}
          <small>
            {day.hours.length === 0
              ? "–"
              : day.hours.map((span) => <i key={span}>{span.replaceAll(":00", "")}</i>)}
          </small>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes["dayForm"]}>
          <TextInput
            label={t("calendar.holiday")}
            value={name}
            maxLength={120}
            onChange={(event) => {
              const text = event.currentTarget.value;
              onChange(day.date, {
                ...(day.holiday ?? { date: day.date, hours: [] }),
                name: { ...day.holiday?.name, [house]: text },
              });
            }}
          />
          <HoursInput
            label={t("calendar.hours")}
            hours={day.hours}
            disabled={false}
            onChange={(next) => onChange(day.date, { ...(day.holiday ?? { date: day.date }), hours: next })}
          />
          <Button
            variant="default"
            disabled={day.holiday === undefined}
            onClick={() => {
              onChange(day.date, undefined);
              setOpened(false);
            }}
          >
            {t("calendar.ordinary")}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
