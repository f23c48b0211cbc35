import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../api/client.ts";
import { noRefusal, useRefusal } from "../api/useRefusal.ts";
import { Dialog } from "../kit/Dialog.tsx";
import { sessionKey, useMe } from "./session.ts";

const least = 12;

/** Changes one's own password; cannot be put off when somebody else had set it. */
export function ChangePassword({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const must = useMe().must_change_password;
  return (
    <Dialog
      opened={opened || must}
      onClose={onClose}
      title={t("password.title")}
      withCloseButton={!must}
      closeOnEscape={!must}
      closeOnClickOutside={false}
      size="sm"
    >
      <Form must={must} onDone={onClose} />
    </Dialog>
  );
}

function Form({ must, onDone }: { must: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const queries = useQueryClient();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  // What the form itself sees before anything is sent.
  const [seen, setSeen] = useState<Record<string, string>>({});
  const change = useMutation({
    mutationFn: () => data(api.PUT("/api/v1/me/password", { body: { old, new: fresh } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sessionKey });
      notifications.show({ message: t("password.done"), closeButtonProps: { "aria-label": t("close") } });
      onDone();
    },
  });
  const refused = change.isError
    ? refusal(change.error, ["old", "new"], {
        "old.invalid": t("password.wrongOld"),
        "new.invalid": t("password.weak"),
      })
    : noRefusal;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const faults = {
      ...(old === "" && { old: t("error.field.missing") }),
      ...([...fresh].length < least && { new: t("password.short", { count: least }) }),
    };
    setSeen(faults);
    change.reset();
    if (Object.keys(faults).length === 0) change.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {must && <Text>{t("password.must")}</Text>}
        <PasswordInput
          label={t("password.old")}
          error={seen["old"] ?? refused.fields["old"]}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
          autoComplete="current-password"
          maxLength={256}
          required
          withAsterisk={false}
          data-autofocus
          visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }}
        />
        <PasswordInput
          label={t("password.new")}
          description={t("password.rule")}
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
          autoComplete="new-password"
          minLength={least}
          maxLength={256}
          required
          withAsterisk={false}
          error={seen["new"] ?? refused.fields["new"] ?? refused.form}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={change.isPending}>
            {t("password.action")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
