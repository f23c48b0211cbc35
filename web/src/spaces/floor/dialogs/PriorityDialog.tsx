import { NumberInput, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reprioritiseWork } from "../acts.ts";
import { Ask } from "./Ask.tsx";
import type { WorkDialogProps } from "./dialogs.ts";
import { useAsk } from "./useAsk.ts";

const steps = ["-50", "0", "20", "50", "100"] as const;
const words: Record<(typeof steps)[number], "last" | "usual" | "higher" | "high" | "first"> = {
  "-50": "last",
  "0": "usual",
  "20": "higher",
  "50": "high",
  "100": "first",
};

/** How much a work weighs against the others in its line. */
export function PriorityDialog({ work, title, opened, onClose }: WorkDialogProps) {
  const { t } = useTranslation("floor");
  const { busy, refusal, submit, changed } = useAsk(onClose, ["priority"]);
  // An empty field is no priority: it stays empty until somebody writes one.
  const [priority, setPriority] = useState<number | "">(work.own_priority);
  const set = (value: number | "") => {
    setPriority(value);
    changed("priority");
  };
  const before = work.own_priority;
  return (
    <Ask
      title={title}
      opened={opened}
      onClose={onClose}
      consequence={t("priority.consequence")}
      action={t("priority.action")}
      ready={priority !== ""}
      busy={busy}
      refusal={refusal.form}
      onSubmit={() => {
        if (priority === "") return;
        void submit({
          run: () => reprioritiseWork(work.work, priority),
          done: t("priority.done", { work: work.ticket ?? "", priority }),
          undo: () => reprioritiseWork(work.work, before),
        });
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t("priority.title")}
        value={String(priority)}
        onChange={(value) => set(Number(value))}
        data={steps.map((value) => ({ value, label: t(`priority.step.${words[value]}`) }))}
      />
      <NumberInput
        label={t("priority.exact")}
        description={t("priority.rule")}
        min={-100}
        max={100}
        clampBehavior="strict"
        allowDecimal={false}
        value={priority}
        error={priority === "" ? t("priority.empty") : refusal.fields["priority"]}
        onChange={(value) => set(value === "" ? "" : Number(value) || 0)}
      />
    </Ask>
  );
}
