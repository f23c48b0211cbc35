import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkDialogProps } from "./AssignDialog.tsx";
import { reprioritiseWork } from "./acts.ts";
import { useAct } from "./useAct.tsx";

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
  const act = useAct();
  const [priority, setPriority] = useState(work.own_priority);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const before = work.own_priority;
    const done = await act({
      run: () => reprioritiseWork(work.work, priority),
      done: t("priority.done", { work: work.ticket ?? "", priority }),
      undo: () => reprioritiseWork(work.work, before),
    });
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false} size="md">
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          aria-label={t("priority.title")}
          value={String(priority)}
          onChange={(value) => setPriority(Number(value))}
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
          onChange={(value) => setPriority(Number(value) || 0)}
        />
        <Text size="sm" c="dimmed">
          {t("priority.consequence")}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common:confirm.cancel")}
          </Button>
          <Button loading={busy} onClick={() => void submit()}>
            {t("priority.action")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
