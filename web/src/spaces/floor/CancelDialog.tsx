import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkDialogProps } from "./AssignDialog.tsx";
import { cancelWork } from "./acts.ts";
import { useAct } from "./useAct.tsx";

/** Ends a work whose customer has left. It cannot be taken back, so it says what will happen. */
export function CancelDialog({ work, title, opened, onClose }: WorkDialogProps) {
  const { t } = useTranslation("floor");
  const act = useAct();
  const [detail, setDetail] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const done = await act({
      run: () => cancelWork(work.work, detail.trim()),
      done: t("cancel.done", { work: work.ticket ?? "" }),
    });
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false} size="sm">
      <Stack gap="md">
        <Text>{t("cancel.consequence")}</Text>
        <TextInput
          label={t("cancel.detail")}
          value={detail}
          maxLength={200}
          onChange={(event) => setDetail(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel.keep")}
          </Button>
          <Button color="var(--state-breached-fill)" loading={busy} onClick={() => void submit()}>
            {t("act.cancel")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
