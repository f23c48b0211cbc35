import { UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { CsvButton } from "./CsvButton.tsx";
import type { Opened } from "./FigureRows.tsx";
import classes from "./Reports.module.css";
import type { DayReport, Narrow } from "./useDay.ts";

interface Portion {
  key: string;
  count: number;
}

const atFirst = 6;

/** Why customers came, and how it ended: of those answered. */
export function Portions({ report, onOpen }: { report: DayReport; onOpen: (opened: Opened) => void }) {
  const { t } = useTranslation("reports");
  const names = useNames();
  const whole = report.total.figures["handled"]?.num ?? 0;
  return (
    <section className={`${classes["card"]} ${classes["portions"]}`}>
      <List
        title={t("reasons.title")}
        file="reasons"
        whole={whole}
        date={report.date}
        portions={report.reasons}
        name={(key) => (key === "" ? t("without.reason") : names.reason(key))}
        narrow={(key) => ({ reason: key || "-" })}
        onOpen={onOpen}
      />
      <List
        title={t("results.title")}
        file="results"
        whole={whole}
        date={report.date}
        portions={report.results}
        name={(key) => (key === "" ? t("without.result") : names.outcome(key))}
        narrow={(key) => ({ result: key || "-" })}
        onOpen={onOpen}
      />
    </section>
  );
}

interface ListProps {
  title: string;
  file: string;
  whole: number;
  date: string;
  portions: readonly Portion[];
  name: (key: string) => string;
  narrow: (key: string) => Narrow;
  onOpen: (opened: Opened) => void;
}

function List({ title, file, whole, date, portions, name, narrow, onOpen }: ListProps) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...portions.map(({ count }) => count));
  const rows = () => [
    ["key", "name", "handled", "share"],
    ...portions.map(({ key, count }) => [key, name(key), count, whole > 0 ? count / whole : null]),
  ];
  return (
    <div className={classes["list"]}>
      <div className={classes["cardHead"]}>
        <h2>{title}</h2>
        <span className={classes["spring"]} />
        <CsvButton name={`${date}-${file}`} label={title} rows={rows} />
      </div>
      {portions.length === 0 && <p className={classes["dim"]}>{t("none.answered")}</p>}
      <ul>
        {portions.map(({ key, count }, index) => (
          <li key={key} data-more={(index >= atFirst && !all) || undefined}>
            <UnstyledButton
              onClick={() =>
                onOpen({
                  id: `${file} ${key}`,
                  title,
                  whose: name(key),
                  kpi: "handled",
                  narrow: narrow(key),
                  row: { figures: { handled: { num: count, den: 0, value: count } } },
                })
              }
            >
              <span>{name(key)}</span>
              <i aria-hidden>
                <i style={{ width: `${(count / most) * 100}%` }} />
              </i>
              <b>{format.number(count)}</b>
              <small>{format.percent(whole > 0 ? count / whole : null)}</small>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {portions.length > atFirst && (
        <UnstyledButton className={classes["moreButton"]} onClick={() => setAll(!all)}>
          {all ? t("fewer") : t("more", { count: portions.length - atFirst })}
        </UnstyledButton>
      )}
    </div>
  );
}
