import { UnstyledButton } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { memo, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSiteTime } from "../../../api/useSiteTime.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { tickNow } from "../../../kit/ticker.ts";
import classes from "./Conversation.module.css";
import { Message } from "./Message.tsx";
import type { Outgoing } from "./model/outbox.ts";
import { itemsOf, reachOf } from "./model/thread.ts";
import { Typing } from "./Typing.tsx";
import { Unsaid } from "./Unsaid.tsx";
import { useMarks } from "./useMarks.ts";
import type { Thread as Said } from "./useThread.ts";
import { useThreadScroll } from "./useThreadScroll.ts";

export interface ThreadProps {
  contact: string;
  site: string;
  me: string;
  /** What the customer is called, for readers who do not see. */
  name: string;
  said: Said;
  outgoing?: readonly Outgoing[];
  onEdit?: (message: Outgoing) => void;
  /** How far our messages came: numbers. */
  delivered?: number | undefined;
  read?: number | undefined;
  /** The reader answers: what they see is marked as read, and they see that the customer is writing. */
  marks?: boolean;
}

const aDay_us = 86_400_000_000;
const noOutgoing: readonly Outgoing[] = [];
const ignore = () => {};

/** What was said, with the days between, as text and safe links only. */
export function Thread(props: ThreadProps) {
  const { contact, site, me, name, said, outgoing = noOutgoing, onEdit = ignore } = props;
  const { marks = false } = props;
  const { t } = useTranslation("conversation");
  const newest = said.messages.at(-1)?.number ?? 0;
  const scroll = useThreadScroll(said.messages[0]?.number ?? 1, () => void said.older());
  const theirs = said.messages.findLast(({ author }) => author === "customer")?.number ?? 0;
  useMarks(contact, theirs, scroll.atEnd, marks);

  // Own words are wanted in sight, wherever the reader was.
  const { toEnd } = scroll;
  const own = useRef(outgoing.length);
  useEffect(() => {
    if (outgoing.length > own.current) toEnd();
    own.current = outgoing.length;
  }, [outgoing.length, toEnd]);

  return (
    <div className={classes["threadFrame"]}>
      <div
        ref={scroll.scroller}
        className={classes["thread"]}
        role="log"
        aria-label={t("thread", { name })}
        // What scrolls must be reachable by keyboard (WCAG 2.1.1).
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        onScroll={scroll.onScroll}
      >
        <div ref={scroll.content} className={classes["messages"]}>
          {said.error !== undefined && <p className={classes["quiet"]}>{t("olderFailed")}</p>}
          {/* A block of its own: the browser lays out only what is new in it. */}
          <div>
            <Messages
              contact={contact}
              site={site}
              me={me}
              name={name}
              messages={said.messages}
              delivered={props.delivered}
              read={props.read}
            />
          </div>
          {outgoing.map((each) => (
            <Unsaid key={each.client} contact={contact} me={me} message={each} onEdit={onEdit} />
          ))}
          {marks && <Typing contact={contact} name={name} />}
        </div>
      </div>
      {!scroll.atEnd && <Below seen={newest} onPress={scroll.toEnd} />}
    </div>
  );
}

interface MessagesProps extends Pick<ThreadProps, "contact" | "site" | "me" | "name" | "delivered" | "read"> {
  messages: Said["messages"];
}

// Not rendered again while somebody types or scrolls: there may be thousands.
const Messages = memo(function Messages(props: MessagesProps) {
  const { contact, site, me, name, messages, delivered, read } = props;
  const { t } = useTranslation("conversation");
  const clock = useSiteTime();
  const format = useFormat();
  const zone = clock.zone(site);
  const items = useMemo(
    () => itemsOf(messages, me, (at) => format.date(at, zone)),
    [messages, me, format, zone],
  );
  const dayName = (at: number) => {
    const day = format.date(at, zone);
    if (day === format.date(tickNow(), zone)) return t("today");
    return day === format.date(tickNow() - aDay_us, zone) ? t("yesterday") : day;
  };
  return items.map((item) =>
    item.kind === "day" ? (
      <div key={item.key} className={classes["day"]}>
        <span>{dayName(item.at)}</span>
      </div>
    ) : (
      <Message
        key={item.key}
        contact={contact}
        message={item.message}
        voice={item.voice}
        first={item.first}
        customer={name}
        time={format.time(item.message.sent, zone)}
        reach={
          item.voice === "me" || item.voice === "colleague"
            ? reachOf(item.message, delivered, read)
            : undefined
        }
      />
    ),
  );
});

// The way back to the end, and how much was said there since the reader left it.
function Below({ seen, onPress }: { seen: number; onPress: () => void }) {
  const { t } = useTranslation("conversation");
  const left = useRef(seen);
  const count = seen - left.current;
  return (
    <UnstyledButton className={classes["below"]} onClick={onPress} data-new={count > 0 || undefined}>
      <IconArrowDown size={14} aria-hidden />
      {count > 0 ? t("below.new", { count }) : t("below.end")}
    </UnstyledButton>
  );
}
