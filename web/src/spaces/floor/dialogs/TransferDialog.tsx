import { SegmentedControl, Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../../api/organisation.ts";
import { useRows } from "../../../live/hooks.tsx";
import { floorTopic } from "../../../live/topics.ts";
import { transferWork } from "../acts.ts";
import { Ask } from "./Ask.tsx";
import type { WorkDialogProps } from "./dialogs.ts";
import { type TargetKind, targetKinds, targetsOf } from "./targets.ts";
import { useAsk } from "./useAsk.ts";

export interface TransferDialogProps extends WorkDialogProps {
  sites: readonly string[];
}

/** Sends a work elsewhere: to another service, line or agent. It keeps the time of its arrival. */
export function TransferDialog({ node, work, title, opened, onClose, sites }: TransferDialogProps) {
  const { t } = useTranslation("floor");
  const { busy, refusal, submit, changed } = useAsk(onClose, [...targetKinds, "note"]);
  const [kind, setKind] = useState<TargetKind>("service");
  const [target, setTarget] = useState<string | null>(null);
  const [note, setNote] = useState("");
  return (
    <Ask
      title={title}
      opened={opened}
      onClose={onClose}
      consequence={t(`transfer.consequence.${kind}`)}
      action={t("act.transfer")}
      ready={target !== null}
      busy={busy}
      refusal={refusal.form}
      onSubmit={() =>
        void submit({
          run: () => transferWork(work.work, { [kind]: target, ...(note.trim() && { note: note.trim() }) }),
          done: t("transfer.done", { work: work.ticket ?? "" }),
        })
      }
    >
      <SegmentedControl
        fullWidth
        aria-label={t("transfer.to")}
        value={kind}
        onChange={(value) => {
          setKind(value as TargetKind);
          setTarget(null);
        }}
        data={targetKinds.map((value) => ({ value, label: t(`transfer.kind.${value}`) }))}
      />
      <TargetField
        {...{ node, work, sites, kind, target }}
        error={refusal.fields[kind]}
        onChange={(value) => {
          setTarget(value);
          changed(kind);
        }}
      />
      <Textarea
        label={t("transfer.note")}
        description={t("transfer.noteFor")}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={4000}
        value={note}
        error={refusal.fields["note"]}
        onChange={(event) => {
          setNote(event.currentTarget.value);
          changed("note");
        }}
      />
    </Ask>
  );
}

interface TargetFieldProps extends Pick<TransferDialogProps, "node" | "work" | "sites"> {
  kind: TargetKind;
  target: string | null;
  error: string | undefined;
  onChange: (target: string | null) => void;
}

function TargetField({ node, work, sites, kind, target, error, onChange }: TargetFieldProps) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const agents = useRows(floorTopic(node), "agent");
  return (
    <Select
      label={t(`transfer.kind.${kind}`)}
      placeholder={t("transfer.choose")}
      searchable
      nothingFoundMessage={t("transfer.nothing")}
      value={target}
      error={error}
      onChange={onChange}
      data={targetsOf(kind, work, sites, organisation, agents, names)}
      maxDropdownHeight={280}
    />
  );
}
