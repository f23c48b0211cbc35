import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import { usePersonName } from "../../api/people.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import classes from "./Panel.module.css";
import { actorOf, docOf, type Event, isKnown } from "./timeline.ts";

/** What happened to a contact, in order, in words. */
export function Timeline({ events, zone }: { events: readonly Event[]; zone: string }) {
  const format = useFormat();
  const { t } = useTranslation("floor");
  const actor = useActor();
  const details = useDetails();
  return (
    <ol className={classes["timeline"]}>
      {events.map((event) => {
        const who = actor(event);
        const more = details(event);
        return (
          <li key={event.id}>
            <time dateTime={new Date(event.at / 1000).toISOString()}>{format.time(event.at, zone)}</time>
            <span>
              <b>{isKnown(event.kind) ? t(`event.${event.kind}`) : event.kind}</b>
              {more.length > 0 && <span> · {more.join(" · ")}</span>}
              {who !== "" && <small>{who}</small>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function useActor(): (event: Event) => string {
  const { t } = useTranslation("floor");
  const person = usePersonName();
  return (event) => {
    const actor = actorOf(event);
    if (actor === undefined) return "";
    return "party" in actor ? t(`party.${actor.party}`) : person(actor.person);
  };
}

function useDetails(): (event: Event) => string[] {
  const { t } = useTranslation("floor");
  const names = useNames();
  const person = usePersonName();
  const format = useFormat();
  const optional = <T,>(value: T | undefined, words: (value: T) => string) =>
    value === undefined ? "" : words(value);
  return (event) => {
    const doc = docOf(event);
    const only = (kinds: string[], words: string) => (kinds.includes(event.kind) ? words : "");
    const quoted = (words: string) => `“${words}”`;
    return [
      doc.label ?? "",
      optional(doc.service, names.service),
      // The line is said where it changes; beside a call it goes without saying.
      only(["queued", "returned"], names.queue(doc.queue)),
      optional(doc.counter, (counter) => t("event.counter", { counter: names.counter(counter) })),
      optional(event.actor === doc.agent ? undefined : doc.agent, person),
      only(["transferred"], names.queue(doc.detail)),
      only(["left"], optional(doc.detail, quoted)),
      optional(doc.place, (place) => t("event.place", { place })),
      optional(doc.priority, (priority) => t("event.priority", { priority })),
      optional(doc.until, (until) => t("event.until", { time: format.time(until) })),
      optional(doc.reason, names.reason),
      optional(doc.outcome, names.outcome),
      doc.late ? t("event.late") : "",
      optional(doc.note, quoted),
    ].filter((words) => words !== "");
  };
}
