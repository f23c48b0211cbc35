import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { useRow } from "../../../live/hooks.tsx";
import { conversationTopic } from "../../../live/topics.ts";
import type { WhoProps } from "../channel.ts";
import { LinkCustomer } from "../customer/LinkCustomer.tsx";
import classes from "./Conversation.module.css";
import { Words } from "./Message.tsx";

/** Who the customer says they are, and the way to find or note them. */
export function Who({ work, identify }: WhoProps) {
  const { t } = useTranslation("conversation");
  const names = useNames();
  const chat = useRow(conversationTopic(work.contact), "chat", "chat");
  const told = {
    name: chat?.name ?? "",
    phone: chat?.phone ?? "",
    email: chat?.email ?? "",
    document: "",
  };
  const facts = [
    [t("who.name"), told.name],
    [t("desk:identity.email"), told.email],
    [t("desk:identity.phone"), told.phone],
    [t("who.inbox"), names.inbox(chat?.inbox)],
  ].filter(([, value]) => value !== "");
  return (
    <>
      <dl className={classes["facts"]}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {chat?.page && (
          <div>
            <dt>{t("who.page")}</dt>
            <dd>
              <Words text={chat.page} />
            </dd>
          </div>
        )}
      </dl>
      <LinkCustomer work={work} identify={identify} told={told} />
    </>
  );
}
