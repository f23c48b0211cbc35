import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { writeValue } from "../../kit/counted/value.ts";
import { Elapsed } from "../../kit/Elapsed.tsx";
import { useRows } from "../../live/hooks.tsx";
import { type FloorTotal, floorTopic } from "../../live/topics.ts";
import type { AgentStateFilter } from "./agents.ts";
import classes from "./Board.module.css";
import { FigureButton } from "./FigureButton.tsx";
import type { OpenPanel } from "./panel.ts";
import { useNarrow } from "./useCompact.ts";
import { numberOf, standing } from "./value.ts";

export interface TotalsProps {
  node: string;
  onOpen: OpenPanel;
  onWaiting: () => void;
  onAgents: (state: AgentStateFilter) => void;
}

/** The figures of the whole place; each opens to its formula or to the list it counts. */
export function Totals({ node, onOpen, onWaiting, onAgents }: TotalsProps) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const narrow = useNarrow(1280);
  const total = useRows(floorTopic(node), "total", (rows) => rows[0]);
  const kpi = (name: string) => () => onOpen({ kind: "figure", kpi: name, scope: { kind: "place", node } });
  const service = total?.kpi["service_level"];
  const abandonment = total?.kpi["abandonment"];
  const of = (goal: number | undefined) =>
    goal === undefined ? undefined : t("figure.of", { goal: format.percent(goal) });
  return (
    <section className={classes["totals"]} aria-label={t("totals.title")}>
      <FigureButton
        label={t("totals.service")}
        value={writeValue(format, "share", numberOf(service))}
        goal={of(service?.goal)}
        state={standing(true, service)}
        onOpen={kpi("service_level")}
      />
      <FigureButton
        label={t("totals.waiting")}
        value={format.number(total?.waiting)}
        onOpen={onWaiting}
        hint={t("totals.toWaiting")}
      />
      <FigureButton
        label={t("totals.longest")}
        value={<Elapsed since={total?.oldest} />}
        onOpen={onWaiting}
        hint={t("totals.toWaiting")}
      />
      <FigureButton
        label={t("totals.abandoned")}
        value={writeValue(format, "share", numberOf(abandonment), 1)}
        state={standing(false, abandonment)}
        onOpen={kpi("abandonment")}
      />
      <FigureButton
        label={t("totals.asa")}
        value={writeValue(format, "duration", numberOf(total?.asa))}
        onOpen={kpi("asa")}
      />
      {!narrow && (
        <>
          <FigureButton
            label={t("totals.aht")}
            value={writeValue(format, "duration", numberOf(total?.aht))}
            onOpen={kpi("aht")}
          />
          <FigureButton
            label={t("totals.occupancy")}
            value={writeValue(format, "share", numberOf(total?.occupancy))}
            onOpen={kpi("occupancy")}
          />
        </>
      )}
      <AgentTotals total={total} onAgents={onAgents} />
    </section>
  );
}

function AgentTotals({
  total,
  onAgents,
}: {
  total: FloorTotal | undefined;
  onAgents: (state: AgentStateFilter) => void;
}) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const busy = total === undefined ? undefined : total.engaged + total.wrap_up + total.offered_agents;
  return (
    <div className={classes["agentTotals"]}>
      <FigureButton
        label={t("totals.agents")}
        value={format.number(total?.signed_in)}
        onOpen={() => onAgents("all")}
        hint={t("totals.toAgents")}
      />
      <FigureButton
        label={t("totals.ready")}
        value={format.number(total?.ready)}
        onOpen={() => onAgents("ready")}
        hint={t("totals.toAgents")}
      />
      <FigureButton
        label={t("totals.busy")}
        value={format.number(busy)}
        onOpen={() => onAgents("busy")}
        hint={t("totals.toAgents")}
      />
      <FigureButton
        label={t("totals.notReady")}
        value={format.number(total?.not_ready)}
        onOpen={() => onAgents("not_ready")}
        hint={t("totals.toAgents")}
      />
    </div>
  );
}
