import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import { usePersonName } from "../../api/people.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { type Column, DataTable } from "../DataTable.tsx";
import { Empty } from "../Empty.tsx";
import { zoneOf } from "../place/place.ts";
import classes from "./Counted.module.css";
import { isCounted, type Leg, outcomeOf } from "./legs.ts";

export interface LegsTableProps {
  node: string;
  kpi: string;
  rows: readonly Leg[];
  /** All rows are of one agent. */
  ofAgent?: boolean;
}

/** Legs with what became of each and what it adds to the figure; each leads to its contact. */
export function LegsTable({ node, kpi, rows, ofAgent = false }: LegsTableProps) {
  const { t } = useTranslation("counted");
  const navigate = useNavigate();
  const columns = useLegColumns(node, kpi, ofAgent);
  return (
    <DataTable
      label={t("legs.title")}
      columns={columns}
      rows={rows}
      rowKey={(leg) => leg.id}
      rowHeight={32}
      onOpen={(leg) => void navigate(`/floor/contacts/${leg.contact}?at=${node}`)}
      empty={<Empty title={t("legs.none")}>{t("legs.noneWhy")}</Empty>}
    />
  );
}

function useLegColumns(node: string, kpi: string, ofAgent: boolean): Column<Leg>[] {
  const { t } = useTranslation("counted");
  const names = useNames();
  const person = usePersonName();
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  return useMemo(() => {
    const columns: Column<Leg>[] = [
      {
        key: "queued",
        header: t("legs.queued"),
        width: "96px",
        cell: (leg) => (
          <Anchor
            component={Link}
            to={`/floor/contacts/${leg.contact}?at=${node}`}
            size="sm"
            onClick={(event) => event.stopPropagation()}
          >
            {format.time(leg.queued, zoneOf(organisation, leg.site))}
          </Anchor>
        ),
      },
      {
        key: "queue",
        header: t("legs.queue"),
        width: "minmax(110px, 1fr)",
        cell: (leg) => <span className={classes["name"]}>{names.queue(leg.queue)}</span>,
      },
      {
        key: "agent",
        header: t("legs.agent"),
        width: "minmax(100px, 1fr)",
        cell: (leg) => (leg.agent ? person(leg.agent) : <span className={classes["dim"]}>–</span>),
      },
      {
        key: "wait",
        header: t("legs.wait"),
        width: "66px",
        align: "end",
        cell: (leg) => format.duration(leg.wait),
      },
      {
        key: "handling",
        header: t("legs.handling"),
        width: "88px",
        align: "end",
        cell: (leg) => (leg.answered ? format.duration(leg.handling) : "–"),
      },
      {
        key: "outcome",
        header: t("legs.outcome"),
        width: "minmax(140px, 1.2fr)",
        cell: (leg) => t(`legs.is.${outcomeOf(leg)}`),
      },
      {
        key: "counts",
        header: t("legs.counts"),
        width: "84px",
        align: "end",
        cell: (leg) => <Counts leg={leg} unit={timed.includes(kpi) ? "time" : "count"} />,
      },
    ];
    return ofAgent ? columns.filter((column) => column.key !== "agent") : columns;
  }, [t, names, person, format, organisation, node, kpi, ofAgent]);
}

const timed = ["asa", "aht", "ewt"];

function Counts({ leg, unit }: { leg: Leg; unit: "time" | "count" }) {
  const { t } = useTranslation("counted");
  const format = useFormat();
  if (!isCounted(leg)) {
    return (
      <span className={classes["dim"]} title={t("legs.notCounted")}>
        –
      </span>
    );
  }
  const { num, den } = leg.counts;
  return <span>{unit === "time" ? format.duration(num) : `${num} / ${den}`}</span>;
}
