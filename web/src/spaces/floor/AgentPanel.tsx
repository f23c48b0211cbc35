import { Button, Group, Menu } from "@mantine/core";
import { IconArrowsLeftRight, IconChevronDown, IconLogout } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { useConfirm } from "../../kit/Confirm.tsx";
import { writeValue } from "../../kit/counted/value.ts";
import { Elapsed } from "../../kit/Elapsed.tsx";
import { Empty } from "../../kit/Empty.tsx";
import { useMayAt } from "../../kit/place/usePlace.ts";
import { StateBadge } from "../../kit/StateBadge.tsx";
import { useRow } from "../../live/hooks.tsx";
import { type FloorAgent, floorTopic } from "../../live/topics.ts";
import { AgentState, useReasonWord } from "./AgentState.tsx";
import { setPresence, signOutAgent } from "./acts.ts";
import { useDialogs } from "./dialogs/dialogs.ts";
import { FigureButton } from "./FigureButton.tsx";
import classes from "./Panel.module.css";
import type { OpenPanel } from "./panel.ts";
import { useAct } from "./useAct.tsx";
import { numberOf } from "./value.ts";

export interface AgentPanelProps {
  node: string;
  agent: string;
  onOpen: OpenPanel;
}

/** One agent: the state now, the day's figures, and what a leader can do about it. */
export function AgentPanel({ node, agent, onOpen }: AgentPanelProps) {
  const { t } = useTranslation("floor");
  const row = useRow(floorTopic(node), "agent", agent);
  const mayAt = useMayAt();
  if (row === undefined) {
    return <Empty title={t("agent.gone")}>{t("agent.goneWhy")}</Empty>;
  }
  const may =
    row.presence !== "offline" &&
    mayAt("agent.manage", `site:${row.site}`, ...(row.team ? [`team:${row.team}`] : []));
  return (
    <div className={classes["stack"]}>
      <div className={classes["lead"]}>
        <AgentState agent={row} soft />
        <span>
          <Elapsed since={row.since} />
        </span>
      </div>
      {row.pending === "not_ready" && <p className={classes["note"]}>{t("agent.pending")}</p>}
      {may ? <AgentActions row={row} /> : <p className={classes["note"]}>{t("agent.mayNot")}</p>}
      <Day row={row} onOpen={onOpen} />
      <Facts row={row} />
    </div>
  );
}

function Day({ row, onOpen }: { row: FloorAgent; onOpen: OpenPanel }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const open = (kpi: string) => () =>
    onOpen({
      kind: "figure",
      kpi,
      scope: { kind: "agent", agent: row.agent, name: row.name, site: row.site },
    });
  return (
    <section aria-label={t("agents.today")}>
      <h3>{t("agents.today")}</h3>
      <div className={classes["figures"]}>
        <FigureButton
          label={t("agent.handled")}
          value={format.number(row.day?.handled ?? 0)}
          onOpen={open("service_level.answered")}
        />
        <FigureButton
          label={t("totals.aht")}
          value={writeValue(format, "duration", numberOf(row.day?.aht))}
          onOpen={open("aht")}
        />
        <FigureButton
          label={t("totals.occupancy")}
          value={writeValue(format, "share", numberOf(row.day?.occupancy))}
          onOpen={open("occupancy")}
        />
      </div>
    </section>
  );
}

function Facts({ row }: { row: FloorAgent }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const facts: [string, ReactNode][] = [
    [
      t("agents.work"),
      row.work === undefined ? "–" : [row.ticket, names.queue(row.queue)].filter(Boolean).join(" · "),
    ],
    [t("agent.counter"), row.counter || "–"],
    [t("move.profile"), names.profile(row.profile)],
    [t("move.team"), row.team ? names.team(row.team) : "–"],
    [t("move.site"), names.site(row.site)],
  ];
  return (
    <dl className={classes["facts"]}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function AgentActions({ row }: { row: FloorAgent }) {
  const { t } = useTranslation("floor");
  const confirm = useConfirm();
  const act = useAct();
  const dialog = useDialogs();
  const signOut = async () => {
    const busy = row.work !== undefined;
    const yes = await confirm({
      title: t("signOut.title", { name: row.name }),
      consequence: busy ? t("signOut.withWork", { work: row.ticket ?? "" }) : t("signOut.idle"),
      action: t("signOut.action"),
      destructive: busy,
    });
    if (yes) {
      await act({ run: () => signOutAgent(row.agent, true), done: t("signOut.done", { name: row.name }) });
    }
  };
  return (
    <Group gap="xs">
      <StateMenu row={row} />
      <Button
        variant="default"
        leftSection={<IconArrowsLeftRight size={16} stroke={1.5} aria-hidden />}
        onClick={() => dialog({ kind: "move", agent: row })}
      >
        {t("move.action")}
      </Button>
      <Button
        variant="default"
        leftSection={<IconLogout size={16} stroke={1.5} aria-hidden />}
        onClick={() => void signOut()}
      >
        {t("signOut.action")}
      </Button>
    </Group>
  );
}

/** Ready, or not ready with a reason; what it was before is one click away. */
function StateMenu({ row }: { row: FloorAgent }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const reasonWord = useReasonWord();
  const act = useAct();
  const set = (presence: "ready" | "not_ready", reason?: string) => {
    const { name } = row;
    const before = row.presence === "ready" && row.pending === undefined ? "ready" : "not_ready";
    const known = organisation?.not_ready_reasons.some(({ key }) => key === row.reason);
    void act({
      run: () => setPresence(row.agent, presence, reason),
      done:
        presence === "ready"
          ? t("force.doneReady", { name })
          : t("force.doneNotReady", { name, reason: reasonWord(reason ?? "forced") }),
      undo: () => setPresence(row.agent, before, before === "not_ready" && known ? row.reason : undefined),
    });
  };
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={16} aria-hidden />}>{t("force.action")}</Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: "auto" }}>
        <Menu.Item onClick={() => set("ready")}>
          <StateBadge state="ready" />
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("common:state.not_ready")}</Menu.Label>
        {(organisation?.not_ready_reasons ?? []).map(({ key }) => (
          <Menu.Item key={key} onClick={() => set("not_ready", key)}>
            <StateBadge state="not_ready">{names.notReady(key)}</StateBadge>
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => set("not_ready")}>
          <StateBadge state="not_ready">{t("force.withoutReason")}</StateBadge>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
