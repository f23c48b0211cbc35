import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import type { components } from "../../api/schema.gen.ts";
import { languageNames } from "../../i18n/languages.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { LegsTable } from "../../kit/counted/LegsTable.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { zoneOf } from "../../kit/place/place.ts";
import { CardSkeleton } from "../../kit/Skeletons.tsx";
import { WhyDecision } from "../../kit/why/WhyDecision.tsx";
import { useMay } from "../../session/session.ts";
import { ContactState } from "./ContactState.tsx";
import { decisionsOf } from "./decisions.ts";
import classes from "./Panel.module.css";
import { Timeline } from "./Timeline.tsx";

type Detail = components["schemas"]["ContactDetail"];

export function useContact(id: string | undefined) {
  return useQuery({
    queryKey: ["contact", id],
    enabled: id !== undefined,
    queryFn: () => data(api.GET("/api/v1/contacts/{id}", { params: { path: { id: id ?? "" } } })),
    staleTime: 5_000,
  });
}

/** A contact: what happened in order, its legs, and why each agent got it. */
export function ContactPanel({ node, id }: { node: string; id: string }) {
  const { t } = useTranslation("floor");
  const { data: organisation } = useOrganisation();
  const contact = useContact(id);
  if (contact.isError) return <ErrorState error={contact.error} retry={() => void contact.refetch()} />;
  if (contact.data === undefined) return <CardSkeleton lines={6} />;
  const detail = contact.data;
  const decisions = decisionsOf(detail);
  return (
    <div className={classes["stack"]}>
      <ContactFacts detail={detail} zone={zoneOf(organisation, detail.site)} />
      {decisions.length > 0 && (
        <section>
          <h3>{t("contact.why")}</h3>
          {decisions.map((decision) => (
            <div key={`${decision.work} ${decision.leg} ${decision.at}`} className={classes["decision"]}>
              <WhyDecision decision={decision} />
            </div>
          ))}
        </section>
      )}
      <section>
        <h3>{t("contact.timeline")}</h3>
        <Timeline events={detail.events} zone={zoneOf(organisation, detail.site)} />
      </section>
      {detail.legs.length > 0 && (
        <section>
          <h3>{t("contact.legs")}</h3>
          <div className={classes["shortTable"]}>
            <LegsTable node={node} kpi="service_level" rows={detail.legs} />
          </div>
        </section>
      )}
    </div>
  );
}

function ContactFacts({ detail, zone }: { detail: Detail; zone: string }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const format = useFormat();
  const language = detail.language as keyof typeof languageNames | undefined;
  const facts: [string, ReactNode][] = [
    [t("agents.state"), <ContactState key="state" state={detail.state} />],
    [t("work.customer"), <CustomerName key="customer" id={detail.customer} />],
    [t("work.segment"), detail.segment ? names.segment(detail.segment) : "–"],
    [t("work.service"), detail.service ? names.service(detail.service) : "–"],
    [t("move.site"), detail.site ? names.site(detail.site) : "–"],
    [t("work.language"), language ? (languageNames[language] ?? language) : "–"],
    [t("work.arrived"), format.dateTime(detail.arrived, zone)],
    [t("contact.closed"), detail.closed ? format.dateTime(detail.closed, zone) : "–"],
    [t("contact.reason"), detail.reason ? names.reason(detail.reason) : "–"],
    [t("contact.outcome"), detail.outcome ? names.outcome(detail.outcome) : "–"],
    ...(detail.note ? ([[t("contact.note"), detail.note]] as [string, ReactNode][]) : []),
  ];
  return (
    <dl className={`${classes["facts"]} ${classes["twice"]}`}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function CustomerName({ id }: { id: string | undefined }) {
  const may = useMay()("customer.view");
  const known = !!id && !/^0{8}-/.test(id) && may;
  const customer = useQuery({
    queryKey: ["customer", id],
    enabled: known,
    queryFn: () => data(api.GET("/api/v1/customers/{id}", { params: { path: { id: id ?? "" } } })),
  });
  return customer.data?.name ?? "–";
}
