import { IconCheck, IconChecks, IconDownload, IconLock, IconRobot } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { usePersonName } from "../../../api/people.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import type { ChatMessage } from "../../../live/topics.ts";
import classes from "./Conversation.module.css";
import { fileUrl } from "./calls.ts";
import { isPicture, sizeWords } from "./model/files.ts";
import { partsOf } from "./model/links.ts";
import type { Voice } from "./model/thread.ts";

export interface MessageProps {
  contact: string;
  message: ChatMessage;
  voice: Voice;
  /** The first of several of one voice: it has the name. */
  first: boolean;
  customer: string;
  time: string;
  /** Of our own: how far it came. */
  reach?: "sent" | "delivered" | "read" | undefined;
}

/** One thing said. */
export const Message = memo(function Message(props: MessageProps) {
  const { contact, message, voice, first, customer, time, reach } = props;
  return (
    <div className={classes["line"]} data-voice={voice} data-first={first || undefined}>
      {first && <Speaker message={message} voice={voice} customer={customer} />}
      <div className={classes["bubble"]}>
        {message.file !== undefined && <Attached contact={contact} file={message.file} />}
        {message.text !== undefined && <Words text={message.text} />}
        <span className={classes["stamp"]}>
          <time dateTime={new Date(message.sent / 1000).toISOString()}>{time}</time>
          {reach !== undefined && <Reach reach={reach} />}
        </span>
      </div>
    </div>
  );
});

function Speaker({ message, voice, customer }: Pick<MessageProps, "message" | "voice" | "customer">) {
  const { t } = useTranslation("conversation");
  const person = usePersonName();
  const agent = message.by === undefined ? person(message.agent) : message.by;
  return (
    <span className={classes["speaker"]}>
      {voice === "customer" && customer}
      {voice === "me" && t("voice.me")}
      {voice === "colleague" && agent}
      {voice === "machine" && (
        <>
          <IconRobot size={14} aria-hidden /> {t("voice.machine")}
        </>
      )}
      {voice === "note" && (
        <>
          <IconLock size={14} aria-hidden /> {t("voice.note", { name: agent })}
        </>
      )}
    </span>
  );
}

/** A text as it was written; addresses lead there, in a tab of their own that knows nothing of this one. */
export function Words({ text }: { text: string }) {
  return (
    <p className={classes["words"]}>
      {partsOf(text).map((part, index) =>
        part.href === undefined ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their places
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </p>
  );
}

function Attached({ contact, file }: { contact: string; file: NonNullable<ChatMessage["file"]> }) {
  const { t } = useTranslation("conversation");
  const format = useFormat();
  const url = fileUrl(contact, file.id);
  if (isPicture(file.type)) {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer" className={classes["picture"]}>
        <img src={url} alt={file.name} loading="lazy" />
      </a>
    );
  }
  return (
    <a href={url} download={file.name} className={classes["file"]} title={t("file.download")}>
      <IconDownload size={18} aria-hidden />
      <span>{file.name}</span>
      <small>{sizeWords(format.language, file.size)}</small>
    </a>
  );
}

function Reach({ reach }: { reach: NonNullable<MessageProps["reach"]> }) {
  const { t } = useTranslation("conversation");
  const Icon = reach === "sent" ? IconCheck : IconChecks;
  return (
    <span className={classes["reach"]} data-reach={reach} role="img" aria-label={t(`reach.${reach}`)}>
      <Icon size={14} aria-hidden />
    </span>
  );
}
