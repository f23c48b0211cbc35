import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReadable } from "../../../api/useReadable.ts";
import { assignWork } from "../acts.ts";
import { Ask } from "./Ask.tsx";
import type { Candidate } from "./assign.ts";
import { CandidateList } from "./CandidateList.tsx";
import type { WorkDialogProps } from "./dialogs.ts";
import { useAsk } from "./useAsk.ts";
import { useCandidates } from "./useCandidates.ts";

/** To whom shall a waiting work go: who can is on top, with what they are doing now. */
export function AssignDialog({ node, work, title, opened, onClose }: WorkDialogProps) {
  const { t } = useTranslation("floor");
  const readable = useReadable();
  const { all, pending, error } = useCandidates(node, work);
  const [chosen, setChosen] = useState("");
  const { busy, refusal, submit, changed } = useAsk(onClose, ["agent"], {
    "agent.conflict": t("assign.refused"),
    "agent.not_found": t("agent.gone"),
  });
  const choice = all.find((candidate) => candidate.agent.agent === chosen);
  const name = choice?.agent.name ?? "";
  const consequence = (of: Candidate | undefined) => {
    if (of === undefined) return t("assign.choose");
    return of.free ? t("assign.atOnce", { name }) : t("assign.kept", { name });
  };
  return (
    <Ask
      title={title}
      opened={opened}
      onClose={onClose}
      size="lg"
      consequence={consequence(choice)}
      action={choice === undefined ? t("act.assign") : t("assign.action", { name })}
      ready={choice !== undefined}
      busy={busy}
      refusal={refusal.form ?? (error ? readable(error) : undefined)}
      onSubmit={() =>
        void submit({
          run: () => assignWork(work.work, chosen),
          done: t("assign.done", { work: work.ticket ?? "", name }),
        })
      }
    >
      <CandidateList
        candidates={all}
        pending={pending}
        chosen={chosen}
        error={refusal.fields["agent"]}
        onChange={(agent) => {
          setChosen(agent);
          changed("agent");
        }}
      />
    </Ask>
  );
}
