import { type CSSProperties, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/problem.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { usePlaceName } from "../../kit/place/PlaceSwitch.tsx";
import type { Place } from "../../kit/place/place.ts";
import type { PlaceState } from "../../kit/place/usePlace.ts";
import { SidePanel } from "../../kit/SidePanel.tsx";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { floorTopic } from "../../live/topics.ts";
import { AgentPanel } from "./AgentPanel.tsx";
import { Agents } from "./Agents.tsx";
import { type AgentFilter, type AgentStateFilter, everyAgent } from "./agents.ts";
import { AlertPanel } from "./alerts/AlertPanel.tsx";
import { Alerts } from "./alerts/Alerts.tsx";
import { useLinkedAlert } from "./alerts/useLinkedAlert.ts";
import classes from "./Board.module.css";
import { Dialogs } from "./dialogs/Dialogs.tsx";
import { FigurePanel, useScopeName } from "./FigurePanel.tsx";
import type { Panel } from "./panel.ts";
import { Queues } from "./queues/Queues.tsx";
import { Totals } from "./Totals.tsx";
import { useRowHeight } from "./useCompact.ts";
import { Waiting } from "./Waiting.tsx";
import { WorkPanel } from "./WorkPanel.tsx";

/** The board of one place: its figures, queues, agents, alerts and waiting works, live. */
export function Board({ place, state }: { place: Place; state: PlaceState }) {
  const { t } = useTranslation("floor");
  const node = place.node;
  const { error } = useTopicState(floorTopic(node));
  const [panel, setPanel] = useState<Panel | undefined>(undefined);
  const [opened, setOpened] = useState(false);
  const [agentFilter, setAgentFilter] = useState<AgentFilter>(everyAgent);
  const [queue, setQueue] = useState("");
  const manySites = state.sites.length > 1;
  const open = useCallback((next: Panel) => {
    setPanel(next);
    setOpened(true);
  }, []);
  useLinkedAlert(node, open);
  const showAgents = useCallback(
    (only: AgentStateFilter) => setAgentFilter({ ...everyAgent, state: only }),
    [],
  );
  const queues = useRows(floorTopic(node), "queue", (rows) => rows.length);
  const rowHeight = useRowHeight(manySites);
  const refusal = useMemo(() => (error === undefined ? undefined : new ApiError(error)), [error]);
  if (refusal !== undefined) return <ErrorState error={refusal} />;
  const selected = opened ? panel : undefined;
  return (
    <Dialogs node={node} sites={state.sites}>
      <Totals node={node} onOpen={open} onWaiting={() => setQueue("")} onAgents={showAgents} />
      <div
        className={classes["board"]}
        style={{ "--queue-rows": queues, "--queue-row": `${rowHeight}px` } as CSSProperties}
      >
        <section className={classes["queues"]} aria-label={t("queues.title")}>
          <Queues
            node={node}
            organisation={state.organisation}
            manySites={manySites}
            onQueue={setQueue}
            onOpen={open}
          />
        </section>
        <section className={classes["agents"]} aria-label={t("agents.title")}>
          <Agents
            node={node}
            manySites={manySites}
            filter={agentFilter}
            onFilter={setAgentFilter}
            selected={selected?.kind === "agent" ? selected.agent : undefined}
            onOpen={open}
          />
        </section>
        <div className={classes["side"]}>
          <Alerts node={node} manySites={manySites} onQueue={setQueue} onAgents={showAgents} onOpen={open} />
          <Waiting
            node={node}
            manySites={manySites}
            queue={queue}
            onQueue={setQueue}
            selected={selected?.kind === "work" ? selected.work : undefined}
            onOpen={open}
          />
        </div>
      </div>
      <Beside place={place} panel={panel} opened={opened} onClose={() => setOpened(false)} onOpen={open} />
    </Dialogs>
  );
}

interface BesideProps {
  place: Place;
  panel: Panel | undefined;
  opened: boolean;
  onClose: () => void;
  onOpen: (panel: Panel) => void;
}

function Beside({ place, panel, opened, onClose, onOpen }: BesideProps) {
  const placeName = usePlaceName();
  const scopeName = useScopeName();
  const node = place.node;
  const title =
    panel === undefined
      ? ""
      : panel.kind === "figure"
        ? scopeName(panel.scope, placeName(place))
        : panel.name;
  return (
    <SidePanel opened={opened} onClose={onClose} title={title} wide={panel?.kind === "figure"}>
      {panel?.kind === "agent" && <AgentPanel node={node} agent={panel.agent} onOpen={onOpen} />}
      {panel?.kind === "alert" && <AlertPanel alert={panel.alert} node={node} onOpen={onOpen} />}
      {panel?.kind === "work" && <WorkPanel node={node} work={panel.work} />}
      {panel?.kind === "figure" && <FigurePanel node={node} kpi={panel.kpi} scope={panel.scope} />}
    </SidePanel>
  );
}
