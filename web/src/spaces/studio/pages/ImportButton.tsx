import { Button, FileButton, Group, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { ApiError } from "../../../api/problem.ts";
import { useReadable } from "../../../api/useReadable.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import type { DraftEdit } from "../model/draft.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import classes from "./Page.module.css";

const example =
  "login,name,team,profile,skills,roles\nana,Ana Souza,mixco,counter,es:5 pt:3,agent@team:mixco\n";

/** Brings people in from a table: a draft, with what is wrong told by its line. */
export function ImportButton() {
  const { t } = useTranslation("studio");
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconUpload size={16} />} onClick={() => setOpened(true)}>
        {t("import.title")}
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t("import.title")} size="lg">
        <ImportForm onClose={() => setOpened(false)} />
      </Dialog>
    </>
  );
}

function ImportForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("studio");
  const readable = useReadable();
  const { add } = useStudioDraft();
  const read = useMutation({
    mutationFn: async (file: File) =>
      data(
        api.POST("/api/v1/studio/people", {
          // The document knows a table as text; it goes as it is.
          body: (await file.text()) as never,
          bodySerializer: (text: unknown) => text as string,
          headers: { "Content-Type": "text/csv" },
        }),
      ),
    onSuccess: ({ edits }) => {
      add(edits as DraftEdit[]);
      if (edits.length > 0) onClose();
    },
  });
  return (
    <>
      <Text>{t("import.words")}</Text>
      <pre className={classes["summary"]}>{example}</pre>
      <Text size="sm" c="dimmed">
        {t("import.stay")}
      </Text>
      {read.data?.edits.length === 0 && <Text mt="sm">{t("import.nothing")}</Text>}
      {read.error !== null && <Mistakes error={read.error} words={readable(read.error)} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t("confirm.cancel")}
        </Button>
        <FileButton accept=".csv,text/csv" onChange={(file) => file !== null && read.mutate(file)}>
          {(props) => (
            <Button {...props} loading={read.isPending}>
              {t("import.choose")}
            </Button>
          )}
        </FileButton>
      </Group>
    </>
  );
}

/** Every line that is wrong. What the server says of them is in English. */
function Mistakes({ error, words }: { error: unknown; words: string }) {
  const found = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return (
    <div role="alert">
      <Text c="var(--state-breached)" mt="sm">
        {words}
      </Text>
      {found.length > 1 && (
        <ul>
          {found.map((mistake) => (
            <li key={`${mistake.location} ${mistake.message}`} lang="en">
              {mistake.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
