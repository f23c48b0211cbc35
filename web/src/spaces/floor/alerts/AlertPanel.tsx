import { Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api, data } from "../../../api/client.ts";
import { useNames } from "../../../api/organisation.ts";
import type { components } from "../../../api/schema.gen.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { AlertActs } from "../../../kit/alert/AlertActs.tsx";
import { useAlertWords } from "../../../kit/alert/useAlertWords.ts";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { CardSkeleton } from "../../../kit/Skeletons.tsx";
import { StateBadge, StateDot } from "../../../kit/StateBadge.tsx";
import { useNow } from "../../../kit/ticker.ts";
import { useRow } from "../../../live/hooks.tsx";
import { placeAlertsTopic } from "../../../live/topics.ts";
import classes from "../Panel.module.css";
import type { OpenPanel } from "../panel.ts";
import own from "./AlertPanel.module.css";

type Detail = components["schemas"]["AlertDetail"];

export interface AlertPanelProps {
  node: string;
  alert: string;
  onOpen: OpenPanel;
}

/** Why an alert rang: its figure, what stood behind it, and what was sent. */
export function AlertPanel({ node, alert, onOpen }: AlertPanelProps) {
  const row = useRow(placeAlertsTopic(node), "alert", alert);
  const detail = useQuery({
    // What is sent, taken or over changes the row, or comes a moment later.
    queryKey: ["alert", alert, row?.taken_at, row?.cleared],
    queryFn: () => data(api.GET("/api/v1/alerts/{id}", { params: { path: { id: alert } } })),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.deliveries.some(unsettled) ? 2_000 : false),
  });
  if (detail.isError) return <ErrorState error={detail.error} retry={() => void detail.refetch()} />;
  if (detail.data === undefined) return <CardSkeleton lines={4} />;
  return <AlertStory detail={detail.data} node={node} onOpen={onOpen} />;
}

const unsettled = (sent: Detail["deliveries"][number]) =>
  sent.sent === undefined && sent.failed === undefined;

function AlertStory({ detail, node, onOpen }: { detail: Detail; node: string; onOpen: OpenPanel }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const now = useNow();
  const row = useRow(placeAlertsTopic(node), "alert", detail.id);
  const words = useAlertWords();
  const said = row === undefined ? undefined : words(row, now);
  const figure = figureOf(detail);
  const { queue, site } = detail;
  return (
    <div className={classes["stack"]}>
      <div className={classes["lead"]}>
        {said !== undefined && <StateBadge state={said.state}>{said.words}</StateBadge>}
      </div>
      <dl className={own["facts"]}>
        <Fact name={t("alerts.panel.alert")}>{format.text(detail.name)}</Fact>
        <Fact name={t("alerts.panel.opened")}>{format.dateTime(detail.opened)}</Fact>
        {detail.cleared !== undefined && (
          <Fact name={t("alerts.panel.cleared")}>
            {format.dateTime(detail.cleared)}
            {detail.removed ? ` (${t("alerts.panel.removed")})` : ""}
          </Fact>
        )}
        {row?.taken_name !== undefined && <Fact name={t("alerts.panel.taken")}>{row.taken_name}</Fact>}
        {detail.muted_until !== undefined && (
          <Fact name={t("alerts.panel.muted")}>{format.time(detail.muted_until)}</Fact>
        )}
      </dl>
      {row !== undefined && (
        <div className={own["acts"]}>
          <AlertActs alert={row} name={said?.where ?? ""} />
          {figure !== undefined && queue !== undefined && site !== undefined && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onOpen({ kind: "figure", kpi: figure, scope: { kind: "queue", queue, site } })}
            >
              {t("alerts.panel.figure")}
            </Button>
          )}
        </div>
      )}
      <Behind detail={detail} node={node} />
      <Sent detail={detail} />
    </div>
  );
}

/** The figure of today that an alert opens to. */
function figureOf(detail: Detail): string | undefined {
  return detail.kind === "service_level" ? "service_level" : undefined;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What stood behind the figure as it rang. */
function Behind({ detail, node }: { detail: Detail; node: string }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  const names = useNames();
  const { works, agents, num, den } = detail.reason;
  return (
    <>
      {den !== undefined && den > 0 && (
        <section>
          <h3>{t("alerts.panel.counted")}</h3>
          <p className={own["line"]}>{t("alerts.panel.ofWorks", { num: num ?? 0, den })}</p>
        </section>
      )}
      {works !== undefined && works !== null && works.length > 0 && (
        <section>
          <h3>{t("alerts.panel.waited")}</h3>
          <ul className={own["list"]}>
            {works.map((work) => (
              <li key={work.work} className={own["line"]}>
                {work.contact === undefined ? (
                  (work.ticket ?? "–")
                ) : (
                  <Anchor component={Link} to={`/floor/contacts/${work.contact}?at=${node}`} size="sm">
                    {work.ticket ?? t("alerts.panel.contact")}
                  </Anchor>
                )}
                <span>{format.duration(detail.opened - work.queued)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {agents !== undefined && agents !== null && agents.length > 0 && (
        <section>
          <h3>{t("alerts.panel.agents")}</h3>
          <ul className={own["list"]}>
            {agents.map((agent) => (
              <li key={agent.agent} className={own["line"]}>
                <span>
                  <StateDot state={agent.state === "offered" ? "engaged" : agent.state} /> {agent.name}
                  {agent.reason ? ` · ${names.notReady(agent.reason)}` : ""}
                </span>
                <span>{format.duration(detail.opened - agent.since)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Whom messages went to, and which did not get there. */
function Sent({ detail }: { detail: Detail }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  if (detail.deliveries.length === 0) {
    return detail.silent ? <p className={classes["note"]}>{t("alerts.panel.silent")}</p> : null;
  }
  return (
    <section>
      <h3>{t("alerts.panel.sent")}</h3>
      <ul className={own["list"]}>
        {detail.deliveries.map((one) => (
          <li key={one.id} className={own["sent"]}>
            <span className={own["address"]}>{one.address}</span>
            <span className={own["dim"]}>
              {t(`alerts.panel.${one.event}`)} ·{" "}
              {one.sent !== undefined
                ? t("alerts.panel.sentAt", { time: format.time(one.sent) })
                : one.failed !== undefined
                  ? t("alerts.panel.failed")
                  : t("alerts.panel.owed", { count: one.attempts })}
            </span>
            {one.error !== undefined && <span className={own["error"]}>{one.error}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
