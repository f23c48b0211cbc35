import { Button, Group, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../kit/Dialog.tsx";
import { blank } from "../model/fields.ts";
import { keyOf, keyPattern, loginPattern } from "../model/key.ts";
import { useOrganisationLanguages } from "../model/useOrganisationLanguages.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";

export interface NewDialogProps {
  kind: string;
  /** Keys that are in use. */
  taken: readonly string[];
  opened: boolean;
  onClose: () => void;
  onMade: (key: string) => void;
}

/** Asks for a name, and makes a key of it, which never changes afterwards. */
export function NewDialog({ kind, taken, opened, onClose, onMade }: NewDialogProps) {
  const { t } = useTranslation("studio");
  return (
    <Dialog opened={opened} onClose={onClose} title={t("new.title")}>
      <NewForm kind={kind} taken={taken} onClose={onClose} onMade={onMade} />
    </Dialog>
  );
}

function NewForm({ kind, taken, onClose, onMade }: Omit<NewDialogProps, "opened">) {
  const { t } = useTranslation("studio");
  const { add } = useStudioDraft();
  const [house = "en"] = useOrganisationLanguages();
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string>();
  const key = typed ?? keyOf(name);
  const isUser = kind === "user";
  const inUse = taken.includes(key);
  const valid = (isUser ? loginPattern : keyPattern).test(key) && !inUse && name.trim() !== "";
  const plain = isUser || kind === "counter" || kind === "device";
  const make = () => {
    const named =
      kind === "notice" ? { text: { [house]: name } } : { name: plain ? name : { [house]: name } };
    add([{ kind, key, value: { ...blank(kind, key), ...named } }]);
    onClose();
    onMade(key);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) make();
      }}
    >
      <TextInput
        data-autofocus
        label={plain ? t("field.name") : t("new.name", { language: house })}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        mt="sm"
        label={isUser ? t("new.login") : t("list.key")}
        description={t("new.keyStays")}
        maxLength={isUser ? 64 : 40}
        value={key}
        error={inUse ? t("new.taken") : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed" mt="sm">
        {t("new.draft")}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t("confirm.cancel")}
        </Button>
        <Button type="submit" disabled={!valid}>
          {t("new.make")}
        </Button>
      </Group>
    </form>
  );
}
