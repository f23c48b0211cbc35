import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { useKpiWords } from "../../kit/counted/useKpiWords.ts";
import { writeValue } from "../../kit/counted/value.ts";
import { goalState } from "../../kit/wait.ts";
import { stateColour } from "../../theme/tokens.ts";
import type { Column } from "./columns.ts";
import { changeOf, type Order, type Row, ranked } from "./compare.ts";
import { Difference } from "./Difference.tsx";
import type { Opened } from "./FigureRows.tsx";
import { useRowName } from "./names.ts";
import classes from "./Reports.module.css";
import { useUnit } from "./useChange.ts";
import type { Division } from "./useSelection.ts";

export interface DivisionTableProps {
  division: Division;
  columns: readonly Column[];
  rows: readonly Row[];
  /** The same rows of the day beside. */
  beside: readonly Row[];
  least: number;
  onOpen: (opened: Opened) => void;
}

/** Rows with their figures; each opens. Sites and agents are ranked by the column that sorts. */
export function DivisionTable({ division, columns, rows, beside, least, onOpen }: DivisionTableProps) {
  const { t } = useTranslation("reports");
  const kpis = useKpiWords();
  const name = useRowName();
  const hasRank = division === "site" || division === "agent";
  const [order, setOrder] = useState<Order>(
    division === "hour"
      ? { key: "name", descending: false }
      : { key: columns[0] ?? "name", descending: true },
  );
  const sorted = ranked(rows, order, hasRank ? least : 0, ({ key }) => name(division, key));
  const then = new Map(beside.map((row) => [row.key, row]));
  const head = (key: string, label: string, full: string) => (
    <Head key={key} label={label} full={full} at={key} order={order} onOrder={setOrder} />
  );
  return (
    // What scrolls must be reachable by keyboard (WCAG 2.1.1).
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={classes["scroller"]} aria-label={t(`by.${division}`)} tabIndex={0}>
      <table className={classes["table"]}>
        <thead>
          <tr>
            {hasRank && <th className={classes["rank"]}>{t("rank")}</th>}
            {head("name", t(`one.${division}`), t(`one.${division}`))}
            {columns.map((kpi) => head(kpi, t(`column.${kpi.replaceAll(".", "-")}`), kpis.title(kpi)))}
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ row, rank }) => (
            <tr key={row.key} className={rank === undefined ? classes["few"] : undefined}>
              {hasRank && <td className={classes["rank"]}>{rank ?? "–"}</td>}
              <th scope="row">{name(division, row.key)}</th>
              {columns.map((kpi) => (
                <td key={kpi}>
                  <FigureCell
                    kpi={kpi}
                    row={row}
                    then={then.get(row.key)}
                    least={least}
                    onOpen={() =>
                      onOpen({
                        id: `${division} ${row.key} ${kpi}`,
                        title: kpis.title(kpi),
                        whose: name(division, row.key),
                        kpi,
                        narrow: { [division]: row.key || "-" },
                        row,
                      })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={classes["dim"]}>{t("none.rows")}</p>}
    </section>
  );
}

interface HeadProps {
  label: string;
  full: string;
  at: string;
  order: Order;
  onOrder: (order: Order) => void;
}

function Head({ label, full, at, order, onOrder }: HeadProps) {
  const sorted = order.key === at;
  const Arrow = order.descending ? IconArrowDown : IconArrowUp;
  return (
    <th
      className={at === "name" ? classes["startHead"] : undefined}
      aria-sort={sorted ? (order.descending ? "descending" : "ascending") : undefined}
    >
      <UnstyledButton
        title={full}
        onClick={() => onOrder({ key: at, descending: sorted ? !order.descending : at !== "name" })}
      >
        {label}
        {sorted && <Arrow size={12} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}

interface FigureCellProps {
  kpi: Column;
  row: Row;
  then: Row | undefined;
  least: number;
  onOpen: () => void;
}

function FigureCell({ kpi, row, then, least, onOpen }: FigureCellProps) {
  const format = useFormat();
  const unitOf = useUnit();
  const value = row.figures[kpi];
  const state =
    kpi === "service_level" && (value?.den ?? 0) >= least ? goalState(value?.value, row.goal) : undefined;
  return (
    <UnstyledButton className={classes["cell"]} data-kpi={kpi} onClick={onOpen}>
      <span style={state && state !== "on_target" ? { color: stateColour(state) } : undefined}>
        {writeValue(format, unitOf(kpi), value?.value, unitOf(kpi) === "share" ? 1 : 0)}
      </span>
      <Difference kpi={kpi} change={changeOf(kpi, value, then?.figures[kpi], least)} />
    </UnstyledButton>
  );
}
