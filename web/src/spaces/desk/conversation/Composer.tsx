import { ActionIcon, Button, FileButton, SegmentedControl, Textarea } from "@mantine/core";
import { IconMessage2Bolt, IconPaperclip, IconSend } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, memo, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { randomId } from "../../../api/client.ts";
import { useHotkey } from "../../../kit/hotkeys.ts";
import { WithKey } from "../../../kit/WithKey.tsx";
import { serverNow } from "../../../live/time.ts";
import { Answers } from "./Answers.tsx";
import classes from "./Conversation.module.css";
import { charactersLeft, textMost } from "./model/length.ts";
import { useAnswers } from "./useAnswers.ts";
import { useFiles } from "./useFiles.ts";
import { outboxOf } from "./useOutbox.ts";
import type { Typed } from "./useSaying.ts";

export interface ComposerProps {
  contact: string;
  queue: string;
  /** The customer's. */
  language: string | undefined;
  me: string;
  inbox: string | undefined;
  /** What the customer calls themselves. */
  name: string;
  saying: Typed;
}

// From here on the writer is told how many characters are left.
const countedFrom = 300;

/**
 * Where the agent writes: to the customer, or a note to colleagues. Enter sends. It is
 * not rendered again for what others say: to find its height the browser lays out the page.
 */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { contact, queue, language, me, inbox, name, saying } = props;
  const { t } = useTranslation("conversation");
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [caret, setCaret] = useState(saying.text.length);
  const left = charactersLeft(saying.text);
  const sendable = saying.text.trim() !== "" && left >= 0;

  const put = (text: string, at = text.length) => {
    saying.set({ text });
    setCaret(at);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    });
  };
  const answers = useAnswers({ queue, language, inbox, name, text: saying.text, caret, put });
  const send = (file?: File) => {
    const text = file === undefined ? saying.text.trim() : "";
    const note = file === undefined && saying.note;
    outboxOf(me).add(contact, { client: randomId(), text, note, at: serverNow(), file });
    if (file === undefined) put("");
  };
  const files = useFiles({ inbox, note: saying.note, send });
  const toggle = () => {
    saying.set({ note: !saying.note });
    field.current?.focus();
  };
  useHotkey("mod+I", toggle, t("mode.toggle"));
  useFocus(field);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || answers.onKeyDown(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (sendable) send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    files.take(pasted);
  };

  return (
    <section
      className={classes["composer"]}
      data-note={saying.note || undefined}
      data-over={files.over || undefined}
      aria-label={t("write.title")}
      {...files.drop}
    >
      {answers.opened && (
        <Answers id={list} choices={answers.choices} at={answers.at} onChoose={answers.choose} />
      )}
      {files.refused !== undefined && (
        <p className={classes["refused"]} role="alert">
          {files.refused}
        </p>
      )}
      <Textarea
        ref={field}
        aria-label={saying.note ? t("write.note") : t("write.customer", { name })}
        placeholder={saying.note ? t("write.noteHint") : t("write.hint")}
        value={saying.text}
        size="md"
        autosize
        minRows={2}
        maxRows={8}
        variant="unstyled"
        aria-autocomplete="list"
        aria-controls={answers.opened ? list : undefined}
        aria-activedescendant={answers.opened ? `${list}.${answers.at}` : undefined}
        error={left < 0 ? t("write.over", { count: -left, most: textMost }) : undefined}
        onChange={(event) => {
          saying.set({ text: event.currentTarget.value });
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div className={classes["tools"]}>
        <WithKey label={t("mode.toggle")} keys="mod+I">
          <SegmentedControl
            size="xs"
            aria-label={t("mode.toggle")}
            value={saying.note ? "note" : "customer"}
            onChange={(value) => saying.set({ note: value === "note" })}
            data={[
              { value: "customer", label: t("mode.customer") },
              { value: "note", label: t("mode.note") },
            ]}
          />
        </WithKey>
        <WithKey label={t("answers.open")} keys="/">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("answers.open")}
            onClick={() => put(saying.text === "" ? "/" : `${saying.text.trimEnd()} /`)}
          >
            <IconMessage2Bolt size={18} aria-hidden />
          </ActionIcon>
        </WithKey>
        {files.allowed && (
          <FileButton accept={files.accept} multiple onChange={files.take} key={files.round}>
            {(props) => (
              <WithKey label={files.words}>
                <ActionIcon
                  {...props}
                  variant="subtle"
                  color="gray"
                  aria-label={files.words}
                  disabled={saying.note}
                >
                  <IconPaperclip size={18} aria-hidden />
                </ActionIcon>
              </WithKey>
            )}
          </FileButton>
        )}
        <span className={classes["left"]}>
          {left >= 0 && left <= countedFrom && t("write.left", { count: left })}
        </span>
        <WithKey label={t("write.sendHint")} keys="Enter">
          <Button
            size="sm"
            rightSection={<IconSend size={16} aria-hidden />}
            data-disabled={!sendable || undefined}
            aria-disabled={!sendable || undefined}
            data-act="say"
            onClick={() => sendable && send()}
          >
            {saying.note ? t("write.keep") : t("write.send")}
          </Button>
        </WithKey>
      </div>
    </section>
  );
});

// Whoever opens a conversation wants to write, unless they are writing elsewhere.
function useFocus(field: React.RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const busy = document.activeElement?.closest("[role=dialog], input, textarea");
    if (busy === null || busy === undefined) field.current?.focus();
    const box = field.current;
    box?.setSelectionRange(box.value.length, box.value.length);
  }, [field]);
}
