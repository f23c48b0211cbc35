import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api, data } from "../../api/client.ts";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import { useReadable } from "../../api/useReadable.ts";
import { languageNames } from "../../i18n/languages.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { Empty } from "../../kit/Empty.tsx";
import { zoneOf } from "../../kit/place/place.ts";
import { useMayAt } from "../../kit/place/usePlace.ts";
import { CardSkeleton } from "../../kit/Skeletons.tsx";
import { WaitBar } from "../../kit/WaitBar.tsx";
import { WhyWaits } from "../../kit/why/WhyWaits.tsx";
import { useRow } from "../../live/hooks.tsx";
import { type FloorWaiting, floorTopic } from "../../live/topics.ts";
import classes from "./Panel.module.css";
import { WorkButtons } from "./WorkActions.tsx";

/** A waiting work: how long, why, and what a leader can do about it. */
export function WorkPanel({ node, work }: { node: string; work: string }) {
  const { t } = useTranslation("floor");
  const mayAt = useMayAt();
  const row = useRow(floorTopic(node), "waiting", work);
  if (row === undefined) return <Empty title={t("work.gone")}>{t("work.goneWhy")}</Empty>;
  return (
    <div className={classes["stack"]}>
      <WaitBar since={row.queued} target={row.threshold} large />
      {mayAt("work.manage", `site:${row.site}`) ? (
        <WorkButtons work={row} />
      ) : (
        <p className={classes["note"]}>{t("work.mayNot")}</p>
      )}
      <section>
        <h3>{t("work.why")}</h3>
        <Why row={row} />
      </section>
      <WorkFacts row={row} />
      <Anchor component={Link} to={`/floor/contacts/${row.contact}?at=${node}`} size="sm">
        {t("work.contact")}
      </Anchor>
    </div>
  );
}

// The row says why in short; the engine, asked anew whenever that changes, at length.
function Why({ row }: { row: FloorWaiting }) {
  const readable = useReadable();
  const why = useQuery({
    queryKey: ["explanation", row.work, row.state, JSON.stringify(row.why)],
    queryFn: () => data(api.GET("/api/v1/works/{id}/explanation", { params: { path: { id: row.work } } })),
    staleTime: 0,
    placeholderData: (before) => before,
  });
  if (why.data !== undefined) return <WhyWaits why={why.data} />;
  if (why.isError) return <p role="alert">{readable(why.error)}</p>;
  return <CardSkeleton lines={2} />;
}

function WorkFacts({ row }: { row: FloorWaiting }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  const language = row.language as keyof typeof languageNames | undefined;
  const facts: [string, ReactNode][] = [
    [t("queues.queue"), `${names.queue(row.queue)} · ${names.site(row.site)}`],
    [t("work.service"), row.service ? names.service(row.service) : "–"],
    [t("work.customer"), row.customer_name || "–"],
    [t("work.segment"), row.segment ? names.segment(row.segment) : "–"],
    [t("work.language"), language ? (languageNames[language] ?? language) : "–"],
    [t("work.arrived"), format.time(row.arrived, zoneOf(organisation, row.site))],
    [t("work.priority"), format.number(row.priority)],
  ];
  return (
    <dl className={classes["facts"]}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
