import { Anchor, Button, TextInput } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/problem.ts";
import { useReadable } from "../api/useReadable.ts";
import { useSecondStep } from "../session/session.ts";
import { Logo } from "./Logo.tsx";
import classes from "./SignIn.module.css";

/** The second step of a sign-in: a code of the app, or one that was written down. */
export function CodeForm({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const secondStep = useSecondStep();
  const readable = useReadable();
  const [code, setCode] = useState("");
  const [written, setWritten] = useState(false);
  const attempt = useMutation({ mutationFn: () => secondStep(code) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  const change = () => {
    setWritten(!written);
    setCode("");
    attempt.reset();
  };
  const refusal = (error: unknown) => {
    if (!(error instanceof ApiError)) return readable(error);
    if (error.code === "invalid") return written ? t("signIn.wrongRecovery") : t("signIn.wrongCode");
    if (error.code === "unauthenticated") return t("signIn.late");
    return readable(error);
  };
  return (
    <form className={classes["form"]} onSubmit={submit}>
      <Logo size={32} />
      <div>
        <h1>{t("signIn.second")}</h1>
        <p className={classes["hint"]}>{written ? t("signIn.recoveryHint") : t("signIn.codeHint")}</p>
      </div>
      <div className={classes["fields"]}>
        <TextInput
          key={written ? "recovery" : "code"}
          label={written ? t("signIn.recovery") : t("signIn.code")}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode={written ? "text" : "numeric"}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          required
          withAsterisk={false}
          autoFocus
          classNames={{ input: classes["code"] ?? "" }}
        />
        {attempt.isError && (
          <div className={classes["refused"]} role="alert">
            <IconAlertCircle size={16} aria-hidden />
            <span>{refusal(attempt.error)}</span>
          </div>
        )}
      </div>
      <Button type="submit" loading={attempt.isPending}>
        {t("signIn.action")}
      </Button>
      <div className={classes["ways"]}>
        <Anchor component="button" type="button" size="sm" onClick={change}>
          {written ? t("signIn.useCode") : t("signIn.useRecovery")}
        </Anchor>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          {t("signIn.back")}
        </Anchor>
      </div>
    </form>
  );
}
