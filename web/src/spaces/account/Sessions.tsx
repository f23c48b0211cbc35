import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useReport } from "../../api/useReport.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { browserOf } from "../../kit/browser.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import classes from "./Account.module.css";
import { type OpenSession, sessionsKey, useSessions } from "./account.ts";
import { Section } from "./Section.tsx";

/** Where one is signed in, and the way out of there. */
export function Sessions() {
  const { t } = useTranslation("account");
  const sessions = useSessions();
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: sessionsKey });
  const report = useReport();
  const endOthers = useMutation({
    mutationFn: () => data(api.DELETE("/api/v1/me/sessions")),
    onSuccess: refresh,
    onError: report,
  });
  if (sessions.isError) return <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />;
  const items = sessions.data?.items ?? [];
  return (
    <Section
      title={t("sessions.title")}
      words={t("sessions.words")}
      action={
        items.length > 1 && (
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("sessions.endOthers")}
          </Button>
        )
      }
    >
      {sessions.data ? (
        <ul className={classes["rows"]}>
          {items.map((session) => (
            <SessionRow key={session.id} session={session} onEnded={refresh} />
          ))}
        </ul>
      ) : (
        <RowSkeleton rows={2} />
      )}
    </Section>
  );
}

function SessionRow({ session, onEnded }: { session: OpenSession; onEnded: () => void }) {
  const { t } = useTranslation("account");
  const format = useFormat();
  const end = useMutation({
    mutationFn: () => data(api.DELETE("/api/v1/me/sessions/{id}", { params: { path: { id: session.id } } })),
    onSuccess: onEnded,
    onError: useReport(),
  });
  const browser = browserOf(session.agent) || t("sessions.unknown");
  return (
    <li>
      <div>
        <strong>{browser}</strong>{" "}
        {session.here && <span className={classes["on"]}>{t("sessions.here")}</span>}
        <p className={classes["muted"]}>
          {session.address && `${session.address} · `}
          {t("sessions.seen", { when: format.dateTime(session.seen) })}
        </p>
      </div>
      {!session.here && (
        <Button
          variant="default"
          size="xs"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t("sessions.endOne", { browser })}
        >
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}
