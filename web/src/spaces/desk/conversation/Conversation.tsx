import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../../api/problem.ts";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { CardSkeleton } from "../../../kit/Skeletons.tsx";
import { useConnection, useRow, useTopicState } from "../../../live/hooks.tsx";
import { conversationTopic } from "../../../live/topics.ts";
import { useAct } from "../act/useAct.ts";
import { useNote } from "../act/useContact.ts";
import { useDescription } from "../act/useDescription.ts";
import type { WorkProps } from "../channel.ts";
import { ContactHead } from "../contact/ContactHead.tsx";
import { Composer } from "./Composer.tsx";
import classes from "./Conversation.module.css";
import { Ending } from "./Ending.tsx";
import type { Outgoing } from "./model/outbox.ts";
import { unsaid } from "./model/thread.ts";
import { waitOf } from "./model/turn.ts";
import { Standing } from "./Standing.tsx";
import { Thread } from "./Thread.tsx";
import { outboxOf, useOutgoing } from "./useOutbox.ts";
import { useSaying } from "./useSaying.ts";
import { useThread } from "./useThread.ts";

/** A conversation in hand: how it stands, what was said, where the agent writes, and its end. */
export function Conversation({ work, me, onAside }: WorkProps) {
  const { t } = useTranslation("conversation");
  const { contact } = work;
  const topic = conversationTopic(contact);
  const state = useTopicState(topic);
  const chat = useRow(topic, "chat", "chat");
  const doing = useAct();
  const description = useDescription(work, me, useNote(contact));
  const saying = useSaying(me, contact);
  const said = useThread(contact);
  const outgoing = useUnsaid(me, contact, said.messages);
  const name = work.ticket ?? work.customer_name ?? t("customer");
  const inHand = work.state === "serving";
  const edit = useCallback(
    (message: Outgoing) => {
      if (message.file === undefined) saying.set({ text: message.text, note: message.note });
    },
    [saying.set],
  );

  return (
    <article className={classes["card"]} aria-label={name}>
      <ContactHead work={work} me={me} wait={waitOf(work)} />
      <Standing work={work} chat={chat} doing={doing} />
      {state.error !== undefined && <ErrorState error={new ApiError(state.error)} />}
      {!state.ready && state.error === undefined ? (
        <div className={classes["loading"]}>
          <CardSkeleton lines={6} />
        </div>
      ) : (
        <Thread
          contact={contact}
          site={work.site}
          me={me}
          name={name}
          said={said}
          outgoing={outgoing}
          onEdit={edit}
          delivered={chat?.delivered}
          read={chat?.read}
          marks={inHand}
        />
      )}
      {inHand && (
        <Composer
          contact={contact}
          queue={work.queue}
          language={work.language}
          me={me}
          inbox={chat?.inbox}
          name={name}
          saying={saying}
        />
      )}
      <Ending work={work} me={me} doing={doing} description={description} onAside={onAside} />
    </article>
  );
}

// What is on its way and not in the thread; what has come there is forgotten.
function useUnsaid(me: string, contact: string, messages: ReturnType<typeof useThread>["messages"]) {
  const outgoing = useOutgoing(me, contact);
  const connected = useConnection() === "open";
  useEffect(() => {
    if (connected) outboxOf(me).wake();
  }, [me, connected]);
  useEffect(() => {
    outboxOf(me).shown(contact, new Set(messages.map((message) => message.client)));
  }, [me, contact, messages]);
  return unsaid(outgoing, messages, me);
}
