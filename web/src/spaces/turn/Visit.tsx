import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useReport } from "../../api/useReport.ts";
import { type Language, rememberLanguage } from "../../i18n/languages.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { useConfirm } from "../../kit/Confirm.tsx";
import { ConnectionBanner } from "../../kit/ConnectionBanner.tsx";
import { LanguageMenu } from "../../kit/LanguageMenu.tsx";
import { choicesOf, type More } from "./model/more.ts";
import { type Page, type View, viewOf } from "./model/view.ts";
import { Called } from "./parts/Called.tsx";
import { Ended } from "./parts/Ended.tsx";
import { MoreTime } from "./parts/MoreTime.tsx";
import { Place } from "./parts/Place.tsx";
import { TellMe } from "./parts/TellMe.tsx";
import { useAlerts } from "./useAlerts.ts";
import { turnKey, useTurnRow } from "./useTurn.ts";
import classes from "./Visit.module.css";

/** One visit, from waiting to its end. */
export function Visit({ token, page }: { token: string; page: Page }) {
  const { t, i18n } = useTranslation("turn");
  const format = useFormat();
  const view = viewOf(page, useTurnRow(token));
  const alerts = useAlerts(view);
  useTitle(view);

  if (view.over) return <Ended view={view} />;
  return (
    <div className={classes["page"]} data-state={view.state}>
      <ConnectionBanner words={{ lost: t("connection.lost"), back: t("connection.back") }} />
      <header className={classes["head"]}>
        <strong>{format.text(page.site_name)}</strong>
        <span>{format.text(page.service_name)}</span>
      </header>
      {view.state === "called" ? <Called view={view} /> : <Place view={view} />}
      {view.state === "waiting" && <TellMe reach={alerts.reach} begin={alerts.begin} />}
      <Actions token={token} page={page} view={view} />
      <footer className={classes["foot"]}>
        <LanguageMenu
          value={i18n.language as Language}
          onChange={(language) => {
            rememberLanguage(language);
            void i18n.changeLanguage(language);
          }}
        />
        <span>{t("keep")}</span>
      </footer>
    </div>
  );
}

/** The title is what a tab in the background can say. */
function useTitle(view: View): void {
  const { t } = useTranslation("turn");
  const { label, state, counter, ahead } = view;
  useEffect(() => {
    if (state === "called")
      document.title =
        counter === undefined ? `▶ ${label}` : `▶ ${t("called.counter", { counter })} · ${label}`;
    else if (state === "waiting" && ahead !== undefined) document.title = `${ahead} · ${label}`;
    else document.title = label;
  }, [label, state, counter, ahead, t]);
}

/** What the visitor can still decide: more time, once, or to leave. */
function Actions({ token, page, view }: { token: string; page: Page; view: View }) {
  const { t } = useTranslation("turn");
  const ask = useConfirm();
  const report = useReport();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const params = { path: { token } };
  // The feed says what became of it; the page is read again for when it is away.
  const onSuccess = () => queries.invalidateQueries({ queryKey: turnKey(token) });

  const defer = useMutation({
    mutationFn: (more: More) => data(api.POST("/api/v1/turns/{token}/defer", { params, body: more })),
    onSuccess: async () => {
      setAsking(false);
      await onSuccess();
    },
    onError: report,
  });
  const leave = useMutation({
    mutationFn: () => data(api.POST("/api/v1/turns/{token}/leave", { params })),
    onSuccess,
    onError: report,
  });
  const askToLeave = async () => {
    const consequence = t("leave.consequence", { ticket: view.label });
    if (await ask({ title: t("leave.title"), consequence, action: t("leave.action"), destructive: true }))
      leave.mutate();
  };

  if (view.state === "serving") return null;
  const choices = choicesOf(page);
  return (
    <div className={classes["actions"]}>
      {view.canDefer && choices.places.length > 0 && (
        <Button className={classes["button"]} variant="default" size="lg" onClick={() => setAsking(true)}>
          {t("more.open")}
        </Button>
      )}
      <Button
        className={classes["button"]}
        variant="subtle"
        color="gray"
        size="lg"
        loading={leave.isPending}
        onClick={() => void askToLeave()}
      >
        {t("leave.open")}
      </Button>
      <MoreTime
        opened={asking}
        close={() => setAsking(false)}
        choices={choices}
        choose={(more) => defer.mutate(more)}
        busy={defer.isPending}
      />
    </div>
  );
}
