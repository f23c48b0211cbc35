import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { IconLink, IconLockCheck } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { api, data } from "../../api/client.ts";
import { ApiError } from "../../api/problem.ts";
import { noRefusal, useRefusal } from "../../api/useRefusal.ts";
import { Empty } from "../../kit/Empty.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import classes from "./Join.module.css";

const least = 12;

/** Where an invitation leads: the invited person chooses a password, once. */
export function Join() {
  const { t } = useTranslation("join");
  const { token = "" } = useParams();
  const [joined, setJoined] = useState(false);
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => data(api.GET("/api/v1/invitations/{token}", { params: { path: { token } } })),
    enabled: !joined,
  });
  useEffect(() => {
    document.title = `${t("title")} · Turno`;
  }, [t]);
  const gone = invitation.error instanceof ApiError && invitation.error.code === "unauthenticated";
  return (
    <main className={classes["page"]}>
      {joined && (
        <Empty
          title={t("done")}
          icon={<IconLockCheck size={24} stroke={1.5} />}
          action={
            <Button component={Link} to="/sign-in">
              {t("signIn")}
            </Button>
          }
        >
          {t("doneWords", { login: invitation.data?.login })}
        </Empty>
      )}
      {!joined && gone && (
        <Empty title={t("gone")} icon={<IconLink size={24} stroke={1.5} />}>
          {t("goneWords")}
        </Empty>
      )}
      {!joined && invitation.isError && !gone && (
        <ErrorState error={invitation.error} retry={() => void invitation.refetch()} />
      )}
      {!joined && invitation.data && (
        <JoinForm token={token} invitation={invitation.data} onJoined={() => setJoined(true)} />
      )}
    </main>
  );
}

interface JoinFormProps {
  token: string;
  invitation: { login: string; name: string };
  onJoined: () => void;
}

function JoinForm({ token, invitation, onJoined }: JoinFormProps) {
  const { t } = useTranslation("join");
  const { t: common } = useTranslation();
  const refusal = useRefusal();
  const [password, setPassword] = useState("");
  const [short, setShort] = useState(false);
  const accept = useMutation({
    mutationFn: () =>
      data(api.POST("/api/v1/invitations/{token}", { params: { path: { token } }, body: { password } })),
    onSuccess: onJoined,
  });
  const refused = accept.isError
    ? refusal(accept.error, ["password"], { "password.invalid": common("password.weak") })
    : noRefusal;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const tooShort = [...password].length < least;
    setShort(tooShort);
    if (!tooShort) accept.mutate();
  };
  const fault = short
    ? common("password.short", { count: least })
    : (refused.fields["password"] ?? refused.form);
  return (
    <form onSubmit={submit} className={classes["form"]}>
      <Stack gap="lg">
        <div>
          <h1>{t("welcome", { name: invitation.name })}</h1>
          <Text c="var(--muted)">{t("words", { login: invitation.login })}</Text>
        </div>
        <input type="text" value={invitation.login} autoComplete="username" readOnly hidden />
        <PasswordInput
          label={common("password.new")}
          description={common("password.rule")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          maxLength={256}
          required
          withAsterisk={false}
          autoFocus
          error={fault}
          visibilityToggleButtonProps={{ "aria-label": common("signIn.show") }}
        />
        <Button type="submit" loading={accept.isPending}>
          {t("action")}
        </Button>
      </Stack>
    </form>
  );
}
