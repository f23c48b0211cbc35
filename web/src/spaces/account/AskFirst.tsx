import { Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { noRefusal, useRefusal } from "../../api/useRefusal.ts";

export interface AskFirstProps {
  /** New recovery codes take a code of the app, taking the factor away takes the password. */
  what: "renew" | "remove";
  onCodes: (codes: string[]) => void;
  onDone: () => void;
}

/** Asks once more who it is: whoever found the screen open knows neither. */
export function AskFirst({ what, onCodes, onDone }: AskFirstProps) {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const refusal = useRefusal();
  const [answer, setAnswer] = useState("");
  const ask = useMutation({
    mutationFn: async () => {
      if (what === "renew") {
        const { codes } = await data(api.POST("/api/v1/me/recovery-codes", { body: { code: answer } }));
        onCodes(codes);
      } else {
        await data(api.POST("/api/v1/me/second-factor/remove", { body: { password: answer } }));
        onDone();
      }
    },
  });
  const refused = ask.isError
    ? refusal(ask.error, ["code", "password"], {
        "code.invalid": t("setUp.wrong"),
        "password.invalid": common("password.wrongOld"),
      })
    : noRefusal;
  const fault = refused.fields["code"] ?? refused.fields["password"] ?? refused.form;
  const field = {
    value: answer,
    onChange: (event: { currentTarget: { value: string } }) => setAnswer(event.currentTarget.value),
    required: true,
    withAsterisk: false,
    error: fault,
    "data-autofocus": true,
  };
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <Stack gap="md">
        <Text>{what === "renew" ? t("factor.renewWords") : t("factor.removeWords")}</Text>
        {what === "renew" ? (
          <TextInput
            label={t("setUp.code")}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            {...field}
          />
        ) : (
          <PasswordInput
            label={common("password.old")}
            autoComplete="current-password"
            maxLength={256}
            visibilityToggleButtonProps={{ "aria-label": common("signIn.show") }}
            {...field}
          />
        )}
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={ask.isPending}
            color={what === "remove" ? "var(--state-breached-fill)" : undefined}
          >
            {what === "renew" ? t("factor.renew") : t("factor.remove")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
