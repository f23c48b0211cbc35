import { Radio, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import { tickNow } from "../../../kit/ticker.ts";
import { useWhyWords } from "../../../kit/why/useWhyWords.ts";
import { AgentState } from "../AgentState.tsx";
import { everyAgent, filterAgents } from "../agents.ts";
import type { Candidate } from "./assign.ts";
import classes from "./Dialogs.module.css";

export interface CandidateListProps {
  candidates: readonly Candidate[];
  pending: boolean;
  /** An agent's id, or "" for none yet. */
  chosen: string;
  error: string | undefined;
  onChange: (agent: string) => void;
}

/** The agents to choose from, to be narrowed by name. */
export function CandidateList({ candidates, pending, chosen, error, onChange }: CandidateListProps) {
  const { t } = useTranslation("floor");
  const [text, setText] = useState("");
  const named = filterAgents(
    candidates.map((candidate) => candidate.agent),
    { ...everyAgent, text },
  );
  const found = new Set(named.map((agent) => agent.agent));
  const shown = candidates.filter((candidate) => found.has(candidate.agent.agent));
  return (
    <div>
      <TextInput
        aria-label={t("agents.search")}
        placeholder={t("agents.search")}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        maxLength={60}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      {pending ? (
        <RowSkeleton rows={5} height={44} />
      ) : (
        <Radio.Group value={chosen} onChange={onChange} error={error} aria-label={t("assign.list")}>
          <div className={classes["list"]}>
            {shown.length === 0 && <p className={classes["nobody"]}>{t("assign.nobody")}</p>}
            {shown.map((candidate) => (
              <CandidateLine key={candidate.agent.agent} candidate={candidate} />
            ))}
          </div>
        </Radio.Group>
      )}
    </div>
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
