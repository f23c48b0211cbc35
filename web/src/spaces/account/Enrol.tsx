import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { applyLanguage } from "../../session/applyLanguage.ts";
import { ChangePassword } from "../../session/ChangePassword.tsx";
import { sessionKey, useMe, useSignOut } from "../../session/session.ts";
import classes from "./Account.module.css";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { SetUp } from "./SetUp.tsx";

/** What comes before everything else where a role asks for a second factor and there is none. */
export function Enrol() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const { language, must_change_password: passwordFirst } = useMe();
  const queries = useQueryClient();
  const signOut = useSignOut();
  const [codes, setCodes] = useState<string[]>();
  useEffect(() => applyLanguage(language), [language]);
  useEffect(() => {
    document.title = `${t("factor.title")} · Turno`;
  }, [t]);
  return (
    <main className={classes["alone"]}>
      <div>
        <div>
          <h1>{codes ? t("codes.title") : t("enrol.title")}</h1>
          {!codes && <p className={classes["muted"]}>{t("enrol.words")}</p>}
        </div>
        {codes ? (
          <RecoveryCodes
            codes={codes}
            onDone={() => void queries.invalidateQueries({ queryKey: sessionKey })}
          />
        ) : (
          <>
            {passwordFirst ? (
              <ChangePassword opened onClose={() => undefined} />
            ) : (
              <SetUp onCodes={setCodes} />
            )}
            <div>
              <Button variant="subtle" onClick={() => void signOut()}>
                {common("user.signOut")}
              </Button>
            </div>
          </>
        )}
      </div>
    </main>
  );
}
