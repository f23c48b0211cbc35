import { UnstyledButton } from "@mantine/core";
import { IconClock, IconFile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useReadable } from "../../../api/useReadable.ts";
import classes from "./Conversation.module.css";
import { Words } from "./Message.tsx";
import type { Outgoing } from "./model/outbox.ts";
import { outboxOf } from "./useOutbox.ts";

export interface UnsaidProps {
  contact: string;
  me: string;
  message: Outgoing;
  /** Its words go back where they were typed. */
  onEdit: (message: Outgoing) => void;
}

/** A message of ours that the server has not acknowledged: on its way, or refused with the reason. */
export function Unsaid({ contact, me, message, onEdit }: UnsaidProps) {
  const { t } = useTranslation("conversation");
  const readable = useReadable();
  const box = outboxOf(me);
  const failed = message.state === "failed";
  const giveUp = () => {
    box.discard(contact, message.client);
    onEdit(message);
  };
  return (
    <div
      className={classes["line"]}
      data-voice={message.note ? "note" : "me"}
      data-first
      data-unsaid={message.state}
    >
      <div className={classes["bubble"]}>
        {message.file !== undefined && (
          <span className={classes["file"]}>
            <IconFile size={18} aria-hidden />
            <span>{message.file.name}</span>
          </span>
        )}
        {message.text !== "" && <Words text={message.text} />}
        {!failed && (
          <span className={classes["stamp"]}>
            <IconClock size={13} aria-hidden />
            {message.state === "waiting" ? t("unsaid.waiting") : t("unsaid.sending")}
          </span>
        )}
      </div>
      {failed && (
        <div className={classes["failed"]} role="alert">
          <span>
            {t("unsaid.failed")} {readable(message.error)}
          </span>
          <UnstyledButton onClick={() => box.retry(contact, message.client)}>
            {t("unsaid.retry")}
          </UnstyledButton>
          <UnstyledButton onClick={giveUp}>
            {message.file === undefined ? t("unsaid.edit") : t("unsaid.drop")}
          </UnstyledButton>
        </div>
      )}
    </div>
  );
}
