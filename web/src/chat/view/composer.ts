import type { Chat } from "../chat.ts";
import { kindsOf, sizeOf } from "../files.ts";
import { el, iconButton, say, set } from "./el.ts";

/** Where the customer writes. The draft outlives a reload. */
export class Composer {
  readonly el: HTMLFormElement;
  readonly input: HTMLTextAreaElement;
  private readonly chat: Chat;
  private readonly send: HTMLButtonElement;
  private readonly attach: HTMLButtonElement;
  private readonly picker: HTMLInputElement;
  private readonly count = el("p", { class: "count", attrs: { id: "count", "aria-live": "polite" } });
  private readonly trouble = el("p", { class: "trouble", attrs: { role: "alert" } });

  constructor(chat: Chat) {
    this.chat = chat;
    const { t, inbox } = chat;
    this.input = el("textarea", {
      attrs: { id: "write", rows: 1, "aria-describedby": "count", enterkeyhint: "send" },
      on: {
        input: () => this.onInput(),
        keydown: (event) => this.onKey(event),
        paste: (event) => this.onPaste(event),
      },
    });
    this.input.value = chat.keep.get().draft ?? "";
    this.picker = el("input", {
      attrs: {
        type: "file",
        multiple: true,
        hidden: true,
        tabindex: -1,
        accept: (inbox.files.types ?? []).join(","),
      },
      on: {
        change: () => {
          chat.attach(this.picker.files ?? []);
          this.picker.value = "";
          this.input.focus();
        },
      },
    });
    this.attach = iconButton(t("attach"), "clip", () => this.picker.click());
    this.attach.title = `${t("attach")} (${limitsOf(chat)})`;
    this.send = iconButton(t("send"), "send", () => this.submit());
    this.send.classList.add("send");
    this.el = el(
      "form",
      {
        class: "composer",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.submit();
          },
        },
      },
      this.trouble,
      this.count,
      el("div", { class: "write" }, this.attach, this.picker, this.input, this.send),
    );
    this.update();
  }

  update(): void {
    const { chat } = this;
    const { t, thread, fileFault } = chat;
    const words = thread?.standing?.state === "message" ? t("writeMore") : t("write");
    set(this.input, "placeholder", words);
    set(this.input, "aria-label", words);
    this.attach.hidden = thread === undefined || (chat.inbox.files.types ?? []).length === 0;
    set(this.send, "aria-disabled", this.text() === "" || this.over() > 0 || chat.busy);
    say(this.trouble, fileFault === undefined ? "" : faultWords(chat, fileFault.name, fileFault.fault));
    this.fit();
  }

  /** The text grows with what is written, up to a third of the panel. */
  fit(): void {
    const { style } = this.input;
    style.height = "auto";
    if (this.input.scrollHeight > 0) style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
    const max = this.chat.inbox.text_max;
    const length = [...this.input.value].length;
    const { t } = this.chat;
    if (length > max) say(this.count, t("over", { count: length - max }));
    else say(this.count, length > max * 0.9 ? t("count", { count: length, limit: max }) : "");
    this.count.classList.toggle("wrong", length > max);
  }

  private text(): string {
    return this.input.value.trim();
  }

  private over(): number {
    return [...this.text()].length - this.chat.inbox.text_max;
  }

  private onInput(): void {
    this.chat.keep.set({ draft: this.input.value });
    if (this.text() !== "") this.chat.typing();
    this.update();
  }

  private onKey(event: KeyboardEvent): void {
    // While a word is being composed, Enter chooses it. On glass it makes a new line.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    this.submit();
  }

  private onPaste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    if (files === undefined || files.length === 0 || this.attach.hidden) return;
    event.preventDefault();
    this.chat.attach(files);
  }

  private submit(): void {
    const text = this.text();
    if (text === "" || this.over() > 0 || this.chat.busy) return;
    this.chat.fileFault = undefined;
    const begun = this.chat.thread !== undefined;
    // What begins a chat stays until it is taken in: it may be refused.
    if (begun) this.input.value = "";
    this.chat.write(text);
    this.update();
    this.input.focus();
  }
}

/** PNG, JPEG, PDF, up to 5 MB */
export function limitsOf(chat: Chat): string {
  const { t, inbox, language } = chat;
  const kinds = kindsOf(inbox.files.types ?? [], t("textFile"));
  return t("attachLimits", { kinds, size: sizeOf(inbox.files.max, language) });
}

export function faultWords(chat: Chat, name: string, fault: "kind" | "size" | "empty" | "none"): string {
  const { t, inbox, language } = chat;
  switch (fault) {
    case "kind":
      return t("file.kind", { name, kinds: kindsOf(inbox.files.types ?? [], t("textFile")) });
    case "size":
      return t("file.size", { name, size: sizeOf(inbox.files.max, language) });
    case "empty":
      return t("file.empty", { name });
    case "none":
      return t("file.none");
  }
}
