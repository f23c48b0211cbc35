import { CloseButton, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import type { components } from "../../../api/schema.gen.ts";
import { useSiteTime } from "../../../api/useSiteTime.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { CardSkeleton } from "../../../kit/Skeletons.tsx";
import { tickNow } from "../../../kit/ticker.ts";
import type { DeskWork } from "../../../live/topics.ts";
import { useMay } from "../../../session/session.ts";
import { ActButton } from "../act/ActButton.tsx";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { useContactsOf, useCustomer } from "../act/useContact.ts";
import type { Identify } from "../channel.ts";
import { viewOf } from "../channels.ts";
import { languageName } from "../model/language.ts";
import { ago } from "../model/timeline.ts";
import { ContactDialog } from "./ContactDialog.tsx";
import classes from "./Customer.module.css";
import { FactRow } from "./FactRow.tsx";
import { LinkCustomer } from "./LinkCustomer.tsx";

export interface CustomerPanelProps {
  /** The open contact, whose customer is shown. */
  work: DeskWork | undefined;
  /** A customer that was looked up (Ctrl K): shown instead. */
  looked: string | undefined;
  onLooked: (customer: string | undefined) => void;
  me: string;
}

/** Who the customer is and what happened before; or the way to find out. */
export function CustomerPanel({ work, looked, onLooked, me }: CustomerPanelProps) {
  const { t } = useTranslation("desk");
  const may = useMay();
  const shown = looked ?? work?.customer;
  const canLink = work !== undefined && work.state !== "offered";
  const view = viewOf(work?.channel ?? "");
  const Who = view.Who ?? LinkCustomer;
  if (!may("customer.view")) return null;
  return (
    <section className={classes["panel"]} aria-labelledby="customer">
      <h2 id="customer" className={classes["head"]}>
        <span>{t("customer.title")}</span>
        {looked !== undefined && (
          <CloseButton size="sm" aria-label={t("close")} onClick={() => onLooked(undefined)} />
        )}
      </h2>
      {shown === undefined && work === undefined && <p className={classes["quiet"]}>{t("customer.none")}</p>}
      {shown === undefined && work !== undefined && canLink && (
        <Who key={work.contact} work={work} identify={view.identify} />
      )}
      {shown === undefined && work !== undefined && !canLink && (
        <p className={classes["quiet"]}>{t("customer.unknown")}</p>
      )}
      {shown !== undefined && <Known key={shown} customer={shown} present={work?.contact} me={me} />}
      {looked !== undefined && canLink && looked !== work?.customer && (
        <LinkLooked
          work={work}
          identify={view.identify}
          customer={looked}
          onLinked={() => onLooked(undefined)}
        />
      )}
    </section>
  );
}

function LinkLooked({
  work,
  identify,
  customer,
  onLinked,
}: {
  work: DeskWork;
  identify: Identify;
  customer: string;
  onLinked: () => void;
}) {
  const { t } = useTranslation("desk");
  const doing = useAct();
  const link = async () => {
    if (await doing.run("link", () => identify(work.contact, customer))) onLinked();
  };
  return (
    <>
      <Refusal doing={doing} />
      <ActButton
        name="link"
        label={t("customer.link", { ticket: work.ticket ?? "" })}
        doing={doing}
        onAct={() => void link()}
      />
    </>
  );
}

interface KnownProps {
  customer: string;
  /** The contact that is open anyway: the timeline is about the others. */
  present: string | undefined;
  me: string;
}

function Known({ customer, present, me }: KnownProps) {
  const { t, i18n } = useTranslation("desk");
  const names = useNames();
  const { data: known, error, refetch } = useCustomer(customer);
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (known === undefined) return <CardSkeleton lines={5} />;
  return (
    <>
      <div>
        <div className={classes["name"]}>
          <span>{known.name}</span>
          {known.segment && <span className={classes["segment"]}>{names.segment(known.segment)}</span>}
        </div>
      </div>
      <dl className={classes["facts"]}>
        {known.identities.map((identity) => (
          <FactRow key={`${identity.kind}${identity.value}`} label={t(`identity.${identity.kind}`)}>
            {identity.value}
          </FactRow>
        ))}
        {known.language && (
          <FactRow label={t("customer.language")}>{languageName(i18n.language, known.language)}</FactRow>
        )}
      </dl>
      {known.note && <p className={classes["note"]}>{known.note}</p>}
      <Timeline customer={customer} present={present} me={me} />
    </>
  );
}

function Timeline({ customer, present, me }: KnownProps) {
  const { t } = useTranslation("desk");
  const { data: page, error } = useContactsOf(customer);
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const contacts = page?.items.filter((contact) => contact.id !== present);
  return (
    <div>
      <h3 className={classes["head"]}>{t("customer.timeline")}</h3>
      {error !== null && <p className={classes["quiet"]}>{t("customer.noTimeline")}</p>}
      {contacts === undefined && error === null && <CardSkeleton lines={3} />}
      {contacts?.length === 0 && <p className={classes["quiet"]}>{t("customer.first")}</p>}
      <ul className={classes["timeline"]}>
        {contacts?.map((contact) => (
          <li key={contact.id}>
            <TimelineLine contact={contact} onOpen={() => setOpened(contact.id)} />
          </li>
        ))}
      </ul>
      <ContactDialog
        past={opened === undefined ? undefined : { contact: opened }}
        onClose={() => setOpened(undefined)}
        me={me}
      />
    </div>
  );
}

function TimelineLine({
  contact,
  onOpen,
}: {
  contact: components["schemas"]["Contact"];
  onOpen: () => void;
}) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const format = useFormat();
  const clock = useSiteTime();
  const what = [t(`channel.${contact.channel}`), names.service(contact.service)].filter(Boolean).join(" · ");
  const how = [
    contact.closed === undefined ? t("customer.open") : names.outcome(contact.outcome),
    names.reason(contact.reason),
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <UnstyledButton
      className={classes["line"]}
      onClick={onOpen}
      title={clock.dateTime(contact.site, contact.arrived)}
    >
      <span className={classes["when"]}>{ago(format.language, contact.arrived, tickNow())}</span>
      <span className={classes["what"]}>{what}</span>
      {how !== "" && <span className={classes["how"]}>{how}</span>}
    </UnstyledButton>
  );
}
