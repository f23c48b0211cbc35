import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, data } from "../../../api/client.ts";
import { useReadable } from "../../../api/useReadable.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import type { DraftEdit } from "../model/draft.ts";
import { keyOf, keyPattern } from "../model/key.ts";
import { useOptions } from "../model/useObjects.ts";
import { useOrganisationLanguages } from "../model/useOrganisationLanguages.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";

/** "Replicate this branch": a draft of a site, or a queue, like another. */
export function CopyButton({ kind }: { kind: string }) {
  const { t } = useTranslation("studio");
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => setOpened(true)}>
        {kind === "site" ? t("copy.site") : t("copy.queue")}
      </Button>
      <Dialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={kind === "site" ? t("copy.site") : t("copy.queue")}
      >
        <CopyForm kind={kind} onClose={() => setOpened(false)} />
      </Dialog>
    </>
  );
}

function CopyForm({ kind, onClose }: { kind: string; onClose: () => void }) {
  const { t } = useTranslation("studio");
  const readable = useReadable();
  const navigate = useNavigate();
  const templates = useOptions(kind);
  const languages = useOrganisationLanguages();
  const { add } = useStudioDraft();
  const [from, setFrom] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string>();
  const key = typed ?? keyOf(name);
  const copy = useMutation({
    mutationFn: () => {
      const names = Object.fromEntries(languages.map((language) => [language, name]));
      const body = { from: from ?? "", key, name: names };
      return kind === "site"
        ? data(api.POST("/api/v1/studio/copy/site", { body }))
        : data(api.POST("/api/v1/studio/copy/queue", { body }));
    },
    onSuccess: ({ edits }) => {
      add(edits as DraftEdit[]);
      onClose();
      void navigate(`/studio/${kind}s/${key}`);
    },
  });
  const valid = from !== null && name.trim() !== "" && keyPattern.test(key);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) copy.mutate();
      }}
    >
      <Select label={t("copy.from")} data={templates} searchable value={from} onChange={setFrom} />
      <TextInput
        mt="sm"
        label={t("field.name")}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        mt="sm"
        label={t("list.key")}
        description={t("new.keyStays")}
        maxLength={40}
        value={key}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed" mt="sm">
        {kind === "site" ? t("copy.siteWords") : t("copy.queueWords")}
      </Text>
      {copy.error !== null && (
        <Text role="alert" c="var(--state-breached)" mt="sm">
          {readable(copy.error)}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t("confirm.cancel")}
        </Button>
        <Button type="submit" disabled={!valid} loading={copy.isPending}>
          {t("copy.make")}
        </Button>
      </Group>
    </form>
  );
}
