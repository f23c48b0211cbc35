import { useTranslation } from "react-i18next";
import { useNow } from "../../../kit/ticker.ts";
import { useRow } from "../../../live/hooks.tsx";
import { conversationTopic } from "../../../live/topics.ts";
import classes from "./Conversation.module.css";

// Nobody says that a customer stopped writing: the sign fades by itself (µs).
const typingFor_us = 6_000_000;

/** Says that the customer is writing, while they are. */
export function Typing({ contact, name }: { contact: string; name: string }) {
  const { t } = useTranslation("conversation");
  const typing = useRow(conversationTopic(contact), "typing", "customer");
  const now = useNow();
  if (typing === undefined || now - typing.at > typingFor_us) return null;
  return (
    <p className={classes["typing"]} role="status">
      {t("typing", { name })}
    </p>
  );
}
