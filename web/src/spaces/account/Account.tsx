import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChangePassword } from "../../session/ChangePassword.tsx";
import { useMe } from "../../session/session.ts";
import classes from "./Account.module.css";
import { SecondFactor } from "./SecondFactor.tsx";
import { Section } from "./Section.tsx";
import { Sessions } from "./Sessions.tsx";
import { Tokens } from "./Tokens.tsx";

/** How one signs in, where one is signed in, and which programs act in one's name. */
export function Account() {
  const { t } = useTranslation("account");
  const me = useMe();
  const [passwordShown, setPasswordShown] = useState(false);
  useEffect(() => {
    document.title = `${t("title")} · Turno`;
  }, [t]);
  return (
    <div className={classes["page"]}>
      <header>
        <h1>{t("title")}</h1>
        <p className={classes["muted"]}>
          {me.name} · {me.login}
        </p>
      </header>
      <Section
        title={t("password.title")}
        words={t("password.words")}
        action={
          <Button variant="default" onClick={() => setPasswordShown(true)}>
            {t("password.change")}
          </Button>
        }
      />
      <SecondFactor />
      <Sessions />
      <Tokens />
      <ChangePassword opened={passwordShown} onClose={() => setPasswordShown(false)} />
    </div>
  );
}
