import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { useRow } from "../../../live/hooks.tsx";
import { conversationTopic } from "../../../live/topics.ts";
import type { WhoProps } from "../channel.ts";
import classes from "../customer/Customer.module.css";
import { FactRow } from "../customer/FactRow.tsx";
import { LinkCustomer } from "../customer/LinkCustomer.tsx";
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
          <FactRow key={label} label={label ?? ""}>
            {value}
          </FactRow>
        ))}
        {chat?.page && (
          <FactRow label={t("who.page")}>
            <Words text={chat.page} />
          </FactRow>
        )}
      </dl>
      <LinkCustomer work={work} identify={identify} told={told} />
    </>
  );
}
