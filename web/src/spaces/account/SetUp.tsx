import { Button, Group, Skeleton, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { noRefusal, useRefusal } from "../../api/useRefusal.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { QrCode } from "../../kit/QrCode.tsx";
import classes from "./Account.module.css";

/** Shows the secret for an app, and puts it in force with a code of that app. */
export function SetUp({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation("account");
  const refusal = useRefusal();
  const [code, setCode] = useState("");
  const proposal = useMutation({ mutationFn: () => data(api.POST("/api/v1/me/second-factor")) });
  const confirm = useMutation({
    mutationFn: () => data(api.PUT("/api/v1/me/second-factor", { body: { code } })),
    onSuccess: ({ codes }) => onCodes(codes),
  });
  const { mutate: propose } = proposal;
  useEffect(() => propose(), [propose]);
  if (proposal.isError) return <ErrorState error={proposal.error} retry={() => proposal.mutate()} />;
  const refused = confirm.isError
    ? refusal(confirm.error, ["code"], { "code.invalid": t("setUp.wrong") })
    : noRefusal;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit} className={classes["setup"]}>
      {proposal.data ? (
        <QrCode text={proposal.data.url} label={t("setUp.qr")} className={classes["qr"] ?? ""} />
      ) : (
        <Skeleton height={200} width={200} />
      )}
      <ol className={classes["steps"]}>
        <li>{t("setUp.app")}</li>
        <li>
          {t("setUp.scan")}
          <div className={classes["secret"]} data-testid="secret">
            {proposal.data?.secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </div>
        </li>
        <li>
          {t("setUp.type")}
          <TextInput
            mt={8}
            aria-label={t("setUp.code")}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            required
            data-autofocus
            autoFocus
            error={refused.fields["code"] ?? refused.form}
          />
          <Group justify="flex-end" mt="md">
            <Button type="submit" loading={confirm.isPending} disabled={!proposal.data}>
              {t("setUp.confirm")}
            </Button>
          </Group>
        </li>
      </ol>
    </form>
  );
}
