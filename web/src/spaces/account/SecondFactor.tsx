import { Alert, Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../kit/Dialog.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import classes from "./Account.module.css";
import { AskFirst } from "./AskFirst.tsx";
import { factorKey, sessionsKey, useFactor } from "./account.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { Section } from "./Section.tsx";
import { SetUp } from "./SetUp.tsx";

type Open = "setUp" | "renew" | "remove" | undefined;

const fewCodes = 3;

/** One's own second factor: set it up, write codes down, take it away. */
export function SecondFactor() {
  const { t } = useTranslation("account");
  const factor = useFactor();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [codes, setCodes] = useState<string[]>();
  const close = () => {
    setOpen(undefined);
    setCodes(undefined);
    void queries.invalidateQueries({ queryKey: factorKey });
    void queries.invalidateQueries({ queryKey: sessionsKey });
  };
  if (factor.isError) return <ErrorState error={factor.error} retry={() => void factor.refetch()} />;
  const set = factor.data?.set ?? false;
  const left = factor.data?.recovery_codes ?? 0;
  const title =
    open === "remove" ? t("factor.remove") : open === "renew" ? t("factor.renew") : t("enrol.title");
  return (
    <Section
      title={
        <>
          {t("factor.title")}
          {factor.data && (
            <span className={classes[set ? "on" : "off"]}>{set ? t("factor.on") : t("factor.off")}</span>
          )}
        </>
      }
      words={t("factor.words")}
      action={factor.data && !set && <Button onClick={() => setOpen("setUp")}>{t("factor.setUp")}</Button>}
    >
      {set && (
        <>
          {left <= fewCodes && (
            <Alert color="var(--state-at-risk-fill)" variant="light">
              {t("factor.few", { count: left })}
            </Alert>
          )}
          <Group justify="space-between">
            <span>{t("factor.left", { count: left })}</span>
            <Group gap="xs">
              <Button variant="default" onClick={() => setOpen("renew")}>
                {t("factor.renew")}
              </Button>
              {!factor.data?.required && (
                <Button variant="default" onClick={() => setOpen("remove")}>
                  {t("factor.remove")}
                </Button>
              )}
            </Group>
          </Group>
          {factor.data?.required && <p className={classes["muted"]}>{t("factor.required")}</p>}
        </>
      )}
      <Dialog
        opened={open !== undefined}
        onClose={close}
        title={codes ? t("codes.title") : title}
        closeOnClickOutside={false}
        size="lg"
      >
        {codes && <RecoveryCodes codes={codes} onDone={close} />}
        {!codes && open === "setUp" && <SetUp onCodes={setCodes} />}
        {!codes && open === "renew" && <AskFirst what="renew" onCodes={setCodes} onDone={close} />}
        {!codes && open === "remove" && <AskFirst what="remove" onCodes={setCodes} onDone={close} />}
      </Dialog>
    </Section>
  );
}
