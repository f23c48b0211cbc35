import type { Chat } from "../chat.ts";
import { isPicture, sizeOf } from "../files.ts";
import { partsOf } from "../links.ts";
import type { Pending } from "../outbox.ts";
import { wordsOfSending } from "../refusal.ts";
import { clockOf } from "../times.ts";
import { type Message, Refused } from "../wire.ts";
import { faultWords } from "./composer.ts";
import { button, el, type IconName, icon, say, set } from "./el.ts";

/** How far one's own newest message is. */
export type Mark = "sent" | "delivered" | "read";

const marks: Record<Mark, IconName> = { sent: "sent", delivered: "delivered", read: "delivered" };

/** Words with links that are safe to follow; nothing in them is markup. */
export function textOf(text: string): HTMLElement {
  return el(
    "p",
    { class: "text", attrs: { dir: "auto" } },
    ...partsOf(text).map(({ text: words, href }) =>
      href === undefined ? words : el("a", { attrs: { href, ...outside } }, words),
    ),
  );
}

const outside = { target: "_blank", rel: "noopener noreferrer nofollow" };

export function messageOf(chat: Chat, message: Message, first: boolean, mark: Mark | undefined): HTMLElement {
  const { t, language } = chat;
  const own = message.author === "customer";
  const who = own ? t("you") : (message.by ?? (message.author === "agent" ? t("us") : chat.title));
  const at = new Date(message.sent / 1000);
  return el(
    "li",
    { class: `said ${own ? "own" : "theirs"}${first ? " first" : ""}` },
    el("span", { class: first && !own ? "who" : "unseen" }, who),
    el(
      "div",
      { class: `bubble${message.file !== undefined && message.text === undefined ? " bare" : ""}` },
      message.file !== undefined && fileOf(chat, message.file),
      message.text !== undefined && textOf(message.text),
    ),
    el(
      "span",
      { class: `meta${mark === "read" ? " read" : ""}` },
      el("time", { attrs: { datetime: at.toISOString() } }, clockOf(at, language)),
      mark !== undefined && el("span", { class: "mark" }, icon(marks[mark]), t(`mark.${mark}`)),
    ),
  );
}

function fileOf(chat: Chat, file: NonNullable<Message["file"]>): HTMLElement {
  const { t, language, wire, thread } = chat;
  const href = wire.fileAddress(thread?.token ?? "", file.id);
  const link = el(
    "a",
    { class: "file", attrs: { href, ...outside, referrerpolicy: "no-referrer" } },
    icon("file"),
    el("span", { class: "name" }, file.name),
    el("span", { class: "size" }, sizeOf(file.size, language)),
  );
  link.setAttribute("aria-label", `${t("download", { name: file.name })}, ${sizeOf(file.size, language)}`);
  if (!isPicture(file.type)) return link;
  const picture = el("img", {
    attrs: {
      src: href,
      alt: t("picture", { name: file.name }),
      referrerpolicy: "no-referrer",
      decoding: "async",
    },
  });
  const shown = el(
    "a",
    { class: "picture", attrs: { href, ...outside, referrerpolicy: "no-referrer" } },
    picture,
  );
  // The page's policy may forbid it, or it is no picture after all.
  picture.addEventListener("error", () => shown.replaceWith(link));
  return shown;
}

export function pendingOf(chat: Chat, pending: Pending, first: boolean): HTMLElement {
  const { t } = chat;
  const failed = pending.state === "failed";
  const { file } = pending;
  const made = el(
    "li",
    { class: `said own pending${failed ? " failed" : ""}${first ? " first" : ""}` },
    el("span", { class: "unseen" }, t("you")),
    el(
      "div",
      { class: "bubble" },
      file !== undefined &&
        el(
          "span",
          { class: "file" },
          icon("file"),
          el("span", { class: "name" }, file.name),
          !failed && el("progress", { attrs: { max: 1 } }),
        ),
      pending.text !== "" && textOf(pending.text),
    ),
    el(
      "span",
      { class: "meta", attrs: failed ? { role: "alert" } : {} },
      icon(failed ? "warn" : "clock"),
      el("span", { class: "status" }),
    ),
    (failed || file !== undefined) &&
      el(
        "span",
        { class: "acts" },
        failed && isWorthwhile(chat, pending) && button(t("retry"), "small", () => chat.post.retry(pending)),
        button(failed ? t("remove") : t("stop"), "small", () => chat.post.drop(pending)),
      ),
  );
  showShare(chat, made, pending);
  return made;
}

/** How it stands, written into what is there: a button keeps the focus meanwhile. */
export function showShare(chat: Chat, made: HTMLElement, pending: Pending): void {
  const words = statusOf(chat, pending);
  const status = made.querySelector(".status");
  if (status !== null) say(status, words);
  const bar = made.querySelector("progress");
  if (bar === null) return;
  bar.value = pending.share ?? 0;
  set(bar, "aria-label", words);
}

function statusOf(chat: Chat, pending: Pending): string {
  const { t, language } = chat;
  if (pending.state === "failed") return troubleOf(chat, pending);
  if (pending.why instanceof Refused && pending.why.code === "throttled") return t("refused.waits");
  if (pending.file === undefined) return t("sending");
  const share = new Intl.NumberFormat(language, { style: "percent" }).format(pending.share ?? 0);
  return t("uploading", { share });
}

/** Whether the same again could be taken. */
function isWorthwhile(chat: Chat, { why }: Pending): boolean {
  if (!(why instanceof Refused) || why.code === "internal") return true;
  return why.code === "conflict" && chat.thread?.standing?.state !== "over"; // taken up again
}

function troubleOf(chat: Chat, { file, why }: Pending): string {
  if (file === undefined || !(why instanceof Refused)) return wordsOfSending(why, chat.t);
  if (why.code === "too_large") return faultWords(chat, file.name, "size");
  if (why.reason === "wrong_choice") return faultWords(chat, file.name, "kind");
  if (why.reason === "not_allowed") return faultWords(chat, file.name, "none");
  if (why.reason === "required") return faultWords(chat, file.name, "empty");
  return why.code === "conflict" ? wordsOfSending(why, chat.t) : chat.t("file.lost");
}
