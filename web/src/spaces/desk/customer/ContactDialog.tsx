import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { usePersonName } from "../../../api/people.ts";
import type { components } from "../../../api/schema.gen.ts";
import { useSiteTime } from "../../../api/useSiteTime.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { CardSkeleton } from "../../../kit/Skeletons.tsx";
import { WhyDecision } from "../../../kit/why/WhyDecision.tsx";
import { useContact } from "../act/useContact.ts";
import { viewOf } from "../channels.ts";
import { detailOf, eachOnce, isEventKind } from "../model/timeline.ts";
import classes from "./Customer.module.css";

export interface PastContact {
  contact: string;
  /** Where it is known: then what is left of it can be read even where the contact cannot. */
  channel?: string;
}

export interface ContactDialogProps {
  /** The contact to show; undefined closes it. */
  past: PastContact | undefined;
  onClose: () => void;
  me: string;
}

/** A contact of the past: what happened, in order, and why this agent. */
export function ContactDialog({ past, onClose, me }: ContactDialogProps) {
  const { t } = useTranslation("desk");
  return (
    <Dialog opened={past !== undefined} onClose={onClose} size="lg" title={t("contact.title")}>
      {past !== undefined && <Details {...past} me={me} />}
    </Dialog>
  );
}

function Details({ contact, channel, me }: PastContact & { me: string }) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const clock = useSiteTime();
  const { data: detail, error, refetch } = useContact(contact);
  const { Past } = viewOf(channel ?? detail?.channel ?? "");
  if (error !== null && channel !== undefined && Past !== undefined) return <Past contact={contact} />;
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (detail === undefined) return <CardSkeleton lines={6} />;
  const facts = [
    names.service(detail.service),
    names.site(detail.site),
    clock.dateTime(detail.site, detail.arrived),
    names.reason(detail.reason),
    names.outcome(detail.outcome),
  ].filter(Boolean);
  return (
    <div className={classes["section"]}>
      <div className={classes["name"]}>
        <span>{detail.label ?? t(`channel.${detail.channel}`)}</span>
        {detail.segment && <span className={classes["segment"]}>{names.segment(detail.segment)}</span>}
      </div>
      <p className={classes["quiet"]}>{facts.join(" · ")}</p>
      {detail.note && <p className={classes["note"]}>{detail.note}</p>}
      {Past !== undefined && <Past contact={contact} />}
      <h3>{t("contact.events")}</h3>
      <Events events={detail.events} site={detail.site} />
      {detail.decisions.length > 0 && <h3>{t("contact.why")}</h3>}
      {eachOnce(detail.decisions).map((decision) => (
        <WhyDecision key={`${decision.work}.${decision.leg}.${decision.at}`} decision={decision} me={me} />
      ))}
    </div>
  );
}

function Events({
  events,
  site,
}: {
  events: readonly components["schemas"]["Event"][];
  site: string | undefined;
}) {
  const { t } = useTranslation("desk");
  const clock = useSiteTime();
  const names = useNames();
  const person = usePersonName();
  return (
    <ol className={classes["events"]}>
      {events.map((event) => {
        if (!isEventKind(event.kind)) return null;
        const detail = detailOf(event.doc);
        const agent = detail.agent ?? event.actor;
        const more = [
          detail.counter && t("counter.name", { counter: detail.counter }),
          names.service(detail.service) || names.queue(detail.queue),
          person(agent) === "–" ? "" : person(agent),
          // Of a transfer to a colleague it is who.
          person(detail.note) === "–" ? detail.note : person(detail.note),
        ].filter(Boolean);
        return (
          <li key={event.id}>
            <time dateTime={new Date(event.at / 1000).toISOString()}>{clock.time(site, event.at)}</time>
            <span>
              {t(`event.${event.kind}`)}
              {more.length > 0 && <span className={classes["quiet"]}> · {more.join(" · ")}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
