import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import { useRows } from "../../live/hooks.tsx";
import { floorTopic } from "../../live/topics.ts";
import type { WorkDialogProps } from "./AssignDialog.tsx";
import { transferWork } from "./acts.ts";
import { byText } from "./order.ts";
import { queuesFor, servicesFor } from "./targets.ts";
import { useAct } from "./useAct.tsx";

type Kind = "service" | "queue" | "agent";
const kinds: readonly Kind[] = ["service", "queue", "agent"];

/** Sends a work elsewhere: to another service, line or agent. It keeps the time of its arrival. */
export function TransferDialog({
  node,
  work,
  title,
  opened,
  onClose,
  sites,
}: WorkDialogProps & { sites: readonly string[] }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const act = useAct();
  const agents = useRows(floorTopic(node), "agent");
  const [kind, setKind] = useState<Kind>("service");
  const [target, setTarget] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const options = () => {
    if (organisation === undefined) return [];
    switch (kind) {
      case "service":
        return servicesFor(work, organisation, names);
      case "queue":
        return queuesFor(work, organisation, names, sites);
      case "agent":
        return agents
          .filter((agent) => agent.presence !== "offline")
          .map((agent) => ({ value: agent.agent, label: agent.name }))
          .sort((a, b) => byText(a.label, b.label));
    }
  };
  const submit = async () => {
    if (target === null) return;
    setBusy(true);
    const done = await act({
      run: () => transferWork(work.work, { [kind]: target, ...(note.trim() && { note: note.trim() }) }),
      done: t("transfer.done", { work: work.ticket ?? "" }),
    });
    setBusy(false);
    if (done) onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} withCloseButton={false} size="md">
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          aria-label={t("transfer.to")}
          value={kind}
          onChange={(value) => {
            setKind(value as Kind);
            setTarget(null);
          }}
          data={kinds.map((value) => ({ value, label: t(`transfer.kind.${value}`) }))}
        />
        <Select
          label={t(`transfer.kind.${kind}`)}
          placeholder={t("transfer.choose")}
          searchable
          nothingFoundMessage={t("transfer.nothing")}
          value={target}
          onChange={setTarget}
          data={options()}
          maxDropdownHeight={280}
        />
        <Textarea
          label={t("transfer.note")}
          description={t("transfer.noteFor")}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {t(`transfer.consequence.${kind}`)}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common:confirm.cancel")}
          </Button>
          <Button disabled={target === null} loading={busy} onClick={() => void submit()}>
            {t("act.transfer")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
