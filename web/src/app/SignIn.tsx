import { Button, PasswordInput, TextInput, VisuallyHidden } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { api, data } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { useReadable } from "../api/useReadable.ts";
import { LanguageMenu } from "../kit/LanguageMenu.tsx";
import { ThemeToggle } from "../kit/ThemeToggle.tsx";
import { usePreferences } from "../session/preferences.ts";
import { useSession, useSignIn } from "../session/session.ts";
import { CodeForm } from "./CodeForm.tsx";
import { Logo } from "./Logo.tsx";
import classes from "./SignIn.module.css";
import { wayBack } from "./wayBack.ts";

export function SignIn() {
  const { t } = useTranslation();
  const { data: me } = useSession();
  const [search] = useSearchParams();
  const preferences = usePreferences();
  if (me) return <Navigate to={wayBack(search.get("to"))} replace />;
  return (
    <div className={classes["page"]}>
      <main style={{ display: "grid" }}>
        <Steps />
      </main>
      <footer className={classes["foot"]}>
        <LanguageMenu value={preferences.language} onChange={preferences.setLanguage} />
        <ThemeToggle value={preferences.scheme} onChange={preferences.setScheme} label={t("theme.title")} />
      </footer>
    </div>
  );
}

/** Password, then the code of a second factor where there is one. */
function Steps() {
  const [codeDue, setCodeDue] = useState(false);
  return codeDue ? (
    <CodeForm onBack={() => setCodeDue(false)} />
  ) : (
    <SignInForm onCodeDue={() => setCodeDue(true)} />
  );
}

function SignInForm({ onCodeDue }: { onCodeDue: () => void }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const readable = useReadable();
  const [search] = useSearchParams();
  const refused = search.get("refused"); // by the provider, or by us who came from there
  const provider = useQuery({
    queryKey: ["sign-in ways"],
    queryFn: () => data(api.GET("/api/v1/session/ways")),
  }).data?.provider;
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => signIn(login.trim(), password),
    onSuccess: (me) => me.step === "code" && onCodeDue(),
  });

  useEffect(() => {
    document.title = `${t("signIn.title")} · Turno`;
  }, [t]);

  const [asked, setAsked] = useState(false);
  const missing = (value: string) => (asked && value === "" ? t("error.field.missing") : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (login.trim() !== "" && password !== "") attempt.mutate();
  };
  const wrong = attempt.error instanceof ApiError && attempt.error.code === "unauthenticated";

  return (
    <form className={classes["form"]} onSubmit={submit} noValidate>
      <Logo size={32} />
      <VisuallyHidden>
        <h1>{t("signIn.title")}</h1>
      </VisuallyHidden>
      <div className={classes["fields"]}>
        <TextInput
          label={t("signIn.login")}
          error={missing(login.trim()) ?? wrong}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          required
          withAsterisk={false}
          data-autofocus
          autoFocus
        />
        <PasswordInput
          label={t("signIn.password")}
          error={missing(password) ?? wrong}
          aria-invalid={missing(password) !== undefined || wrong}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          maxLength={256}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }}
        />
        {refused !== null && !attempt.isError && (
          <div className={classes["refused"]} role="alert">
            <IconAlertCircle size={16} aria-hidden />
            <span>{refused === "forbidden" ? t("signIn.stranger") : t("signIn.providerFailed")}</span>
          </div>
        )}
        {attempt.isError && (
          <div className={classes["refused"]} role="alert">
            <IconAlertCircle size={16} aria-hidden />
            <span>{wrong ? t("signIn.wrong") : readable(attempt.error)}</span>
          </div>
        )}
      </div>
      <Button type="submit" loading={attempt.isPending}>
        {t("signIn.action")}
      </Button>
      {provider && (
        <Button
          component="a"
          variant="default"
          href={`/api/v1/session/provider?to=${encodeURIComponent(wayBack(search.get("to")))}`}
        >
          {t("signIn.provider", { name: provider })}
        </Button>
      )}
    </form>
  );
}
