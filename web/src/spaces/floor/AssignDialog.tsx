import { Button, Group, Modal, Radio, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useReadable } from "../../api/useReadable.ts";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { tickNow } from "../../kit/ticker.ts";
import { useWhyWords } from "../../kit/why/useWhyWords.ts";
import { useRows } from "../../live/hooks.tsx";
import { type FloorWaiting, floorTopic } from "../../live/topics.ts";
import { AgentState } from "./AgentState.tsx";
import { assignWork } from "./acts.ts";
import { everyAgent, filterAgents } from "./agents.ts";
import { type Candidate, candidatesFor } from "./assign.ts";
import classes from "./Dialogs.module.css";
import { useAct } from "./useAct.tsx";

export interface WorkDialogProps {
  node: string;
  work: FloorWaiting;
  title: string;
  opened: boolean;
  onClose: () => void;
}

/** To whom shall a waiting work go: who can is on top, with what they are doing now. */
export function AssignDialog({ node, work, title, opened, onClose }: WorkDialogProps) {
  const { t } = useTranslation("floor");
  const readable = useReadable();
  const act = useAct();
  const agents = useRows(floorTopic(node), "agent");
  const [chosen, setChosen] = useState("");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const why = useQuery({
    queryKey: ["explanation", work.work],
    queryFn: () => data(api.GET("/api/v1/works/{id}/explanation", { params: { path: { id: work.work } } })),
    staleTime: 0,
    gcTime: 0,
  });
  const all = candidatesFor(work, agents, why.data);
  const found = new Set(
    filterAgents(
      all.map((candidate) => candidate.agent),
      { ...everyAgent, text },
    ).map((agent) => agent.agent),
  );
  const shown = all.filter((candidate) => found.has(candidate.agent.agent));
  const choice = all.find((candidate) => candidate.agent.agent === chosen);
  const consequence = () => {
    if (choice === undefined) return t("assign.choose");
    const name = choice.agent.name;
    return choice.free ? t("assign.atOnce", { name }) : t("assign.kept", { name });
  };
  const submit = async () => {
    if (choice === undefined) return;
    setBusy(true);
    const done = await act({
      run: () => assignWork(work.work, chosen),
      done: t("assign.done", { work: work.ticket ?? "", name: choice.agent.name }),
    });
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" withCloseButton={false}>
      <TextInput
        aria-label={t("agents.search")}
        placeholder={t("agents.search")}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        maxLength={60}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      {why.isPending ? (
        <RowSkeleton rows={5} height={44} />
      ) : (
        <Radio.Group value={chosen} onChange={setChosen} aria-label={t("assign.list")}>
          <div className={classes["list"]}>
            {shown.length === 0 && <p className={classes["nobody"]}>{t("assign.nobody")}</p>}
            {shown.map((candidate) => (
              <CandidateLine key={candidate.agent.agent} candidate={candidate} />
            ))}
          </div>
        </Radio.Group>
      )}
      {why.isError && (
        <Text size="sm" c="var(--state-breached)" role="alert">
          {readable(why.error)}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt="sm" aria-live="polite">
        {consequence()}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("common:confirm.cancel")}
        </Button>
        <Button disabled={choice === undefined} loading={busy} onClick={() => void submit()}>
          {choice === undefined ? t("act.assign") : t("assign.action", { name: choice.agent.name })}
        </Button>
      </Group>
    </Modal>
  );
}

function CandidateLine({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("floor");
  const why = useWhyWords();
  const { agent, fits, verdict } = candidate;
  return (
    <Radio
      className={classes["line"] ?? ""}
      value={agent.agent}
      label={
        <span className={classes["candidate"]}>
          <span className={classes["who"]}>{agent.name}</span>
          <AgentState agent={agent} />
          <span className={classes["dim"]}>
            {fits ? (verdict === undefined ? "" : why.verdict(verdict, tickNow())) : t("assign.other")}
          </span>
        </span>
      }
    />
  );
}
