import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { writeValue } from "../../kit/counted/value.ts";
import { type Column, DataTable, type Sorting } from "../../kit/DataTable.tsx";
import { Elapsed } from "../../kit/Elapsed.tsx";
import { Empty } from "../../kit/Empty.tsx";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { type FloorAgent, floorTopic } from "../../live/topics.ts";
import { AgentState } from "./AgentState.tsx";
import {
  type AgentFilter,
  type AgentStateFilter,
  agentFilters,
  compareAgents,
  countStates,
  everyAgent,
  filterAgents,
  teamsOf,
} from "./agents.ts";
import classes from "./Board.module.css";
import { NameAtSite } from "./NameAtSite.tsx";
import type { OpenPanel } from "./panel.ts";
import { useCompact, useRowHeight } from "./useCompact.ts";
import { useStableRows } from "./useStableRows.ts";
import { numberOf } from "./value.ts";

export interface AgentsProps {
  node: string;
  manySites: boolean;
  filter: AgentFilter;
  onFilter: (filter: AgentFilter) => void;
  selected: string | undefined;
  onOpen: OpenPanel;
}

const idOf = (row: FloorAgent) => row.agent;

/** The live agents: state, since when, which work, and how their day goes. */
export function Agents({ node, manySites, filter, onFilter, selected, onOpen }: AgentsProps) {
  const { t } = useTranslation("floor");
  const topic = floorTopic(node);
  const { ready } = useTopicState(topic);
  const rows = useRows(topic, "agent");
  const [sorting, setSorting] = useState<Sorting>({ key: "name", descending: false });
  const shown = useMemo(() => filterAgents(rows, filter), [rows, filter]);
  const compare = useMemo(() => compareAgents(sorting.key, sorting.descending), [sorting]);
  const sorted = useStableRows(
    shown,
    idOf,
    compare,
    `${node} ${sorting.key} ${sorting.descending} ${JSON.stringify(filter)}`,
  );
  const columns = useAgentColumns(manySites);
  const rowHeight = useRowHeight(manySites);
  return (
    <>
      <AgentBar rows={rows} filter={filter} onFilter={onFilter} />
      <div className={classes["fill"]}>
        {!ready ? (
          <RowSkeleton rows={10} height={32} />
        ) : (
          <DataTable
            label={t("agents.title")}
            columns={columns}
            rows={sorted}
            rowKey={idOf}
            rowHeight={rowHeight}
            sorting={sorting}
            onSort={setSorting}
            selected={selected}
            onOpen={(row) => onOpen({ kind: "agent", agent: row.agent, name: row.name })}
            empty={
              rows.length === 0 ? (
                <Empty title={t("agents.none")}>{t("agents.noneWhy")}</Empty>
              ) : (
                <Empty title={t("agents.noneSo")} />
              )
            }
          />
        )}
      </div>
    </>
  );
}

function AgentBar({
  rows,
  filter,
  onFilter,
}: {
  rows: readonly FloorAgent[];
  filter: AgentFilter;
  onFilter: (filter: AgentFilter) => void;
}) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const counts = useMemo(() => countStates(rows), [rows]);
  const teams = useMemo(() => teamsOf(rows), [rows]);
  return (
    <div className={classes["bar"]}>
      <h2>{t("agents.title")}</h2>
      <SegmentedControl
        size="xs"
        aria-label={t("agents.filter")}
        value={filter.state}
        onChange={(state) => onFilter({ ...filter, state: state as AgentStateFilter })}
        data={agentFilters.map((value) => ({
          value,
          label: `${t(`agents.only.${value}`)} ${counts[value]}`,
        }))}
      />
      <span className={classes["spring"]} />
      {(teams.length > 1 || filter.team !== "") && (
        <Select
          size="xs"
          w={168}
          aria-label={t("agents.team")}
          placeholder={t("agents.everyTeam")}
          clearable
          clearButtonProps={{ "aria-label": t("agents.everyTeam") }}
          value={filter.team || null}
          onChange={(team) => onFilter({ ...filter, team: team ?? "" })}
          data={[...new Set([...teams, ...(filter.team ? [filter.team] : [])])].map((value) => ({
            value,
            label: names.team(value),
          }))}
        />
      )}
      <TextInput
        size="xs"
        w={150}
        aria-label={t("agents.search")}
        placeholder={t("agents.search")}
        leftSection={<IconSearch size={13} aria-hidden />}
        value={filter.text}
        maxLength={60}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
    </div>
  );
}

export function filterOf(state: AgentStateFilter): AgentFilter {
  return { ...everyAgent, state };
}

function useAgentColumns(manySites: boolean): Column<FloorAgent>[] {
  const { t } = useTranslation("floor");
  const names = useNames();
  const format = useFormat();
  const compact = useCompact();
  return useMemo(
    () => [
      {
        key: "name",
        header: t("agents.agent"),
        width: compact ? "minmax(120px, 1.2fr)" : "minmax(160px, 1.6fr)",
        sortable: true,
        cell: (row) => <NameAtSite name={row.name} site={manySites ? names.site(row.site) : ""} />,
      },
      {
        key: "state",
        header: t("agents.state"),
        width: "minmax(150px, 1.5fr)",
        sortable: true,
        cell: (row) => <AgentState agent={row} />,
      },
      {
        key: "since",
        header: t("agents.since"),
        width: "76px",
        align: "end",
        sortable: true,
        cell: (row) => <Elapsed since={row.since} />,
      },
      {
        key: "work",
        header: t("agents.work"),
        width: compact ? "minmax(96px, 0.96fr)" : "minmax(140px, 1.4fr)",
        cell: (row) =>
          row.work === undefined ? (
            <span className={classes["dim"]}>–</span>
          ) : (
            <span className={classes["name"]}>
              {row.ticket}
              {row.queue !== undefined && (
                <span className={classes["dim"]}>
                  {row.ticket ? " · " : ""}
                  {names.queue(row.queue)}
                </span>
              )}
            </span>
          ),
      },
      {
        key: "today",
        header: t("agents.today"),
        width: compact ? "148px" : "164px",
        align: "end",
        sortable: true,
        cell: (row) => {
          const handled = row.day?.handled ?? 0;
          const aht = writeValue(format, "duration", numberOf(row.day?.aht));
          const occupancy = writeValue(format, "share", numberOf(row.day?.occupancy));
          return (
            <span title={t("agents.todayWords", { handled: format.number(handled), aht, occupancy })}>
              {format.number(handled)} · {aht} · {occupancy}
            </span>
          );
        },
      },
    ],
    [t, names, format, manySites, compact],
  );
}
