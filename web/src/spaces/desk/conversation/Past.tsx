import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import type { components } from "../../../api/schema.gen.ts";
import { useReadable } from "../../../api/useReadable.ts";
import { CardSkeleton } from "../../../kit/Skeletons.tsx";
import { useMe } from "../../../session/session.ts";
import classes from "./Conversation.module.css";
import { Thread } from "./Thread.tsx";
import { useMessages } from "./useThread.ts";

/** What was said in a conversation of the past. */
export function Past({ contact }: { contact: string }) {
  const { t } = useTranslation("conversation");
  const readable = useReadable();
  const chat = useQuery({
    queryKey: ["chat", contact],
    queryFn: () => data(api.GET("/api/v1/chats/{id}", { params: { path: { id: contact } } })),
    staleTime: 5_000,
  });
  return (
    <>
      <h3>{t("past")}</h3>
      {chat.isError && <p role="alert">{readable(chat.error)}</p>}
      {chat.isPending && <CardSkeleton lines={4} />}
      {chat.data !== undefined && <Transcript chat={chat.data} />}
    </>
  );
}

function Transcript({ chat }: { chat: components["schemas"]["Chat"] }) {
  const { t } = useTranslation("conversation");
  const me = useMe();
  const said = useMessages(chat.contact, chat.messages);
  return (
    <div className={classes["past"]}>
      <Thread contact={chat.contact} site="" me={me.id} name={chat.name || t("customer")} said={said} />
      {chat.rating !== undefined && (
        <p className={classes["quiet"]}>
          {[t("rated", { stars: chat.rating }), chat.comment].filter(Boolean).join(" · ")}
        </p>
      )}
    </div>
  );
}
