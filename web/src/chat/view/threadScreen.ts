import type { Chat } from "../chat.ts";
import { wordsOf } from "../refusal.ts";
import { waitOf } from "../times.ts";
import { Composer, limitsOf } from "./composer.ts";
import { el, icon, say } from "./el.ts";
import { Ending } from "./ending.ts";
import { Messages } from "./messages.ts";
import type { Screen } from "./screen.ts";

/** The conversation, from the first word to the rating. */
export class ThreadScreen implements Screen {
  readonly el: HTMLElement;
  private readonly chat: Chat;
  private readonly strip = el("div", { class: "strip", attrs: { role: "status" } });
  private readonly messages: Messages;
  private readonly foot = el("div", { class: "foot" });
  private readonly trouble = el("p", { class: "trouble", attrs: { role: "alert" } });
  private readonly dropping: HTMLElement;
  private composer: Composer | undefined;
  private ending: Ending | undefined;
  private stripWords = "";

  constructor(chat: Chat) {
    this.chat = chat;
    this.messages = new Messages(chat);
    this.dropping = el("div", { class: "dropping", attrs: { hidden: true } });
    this.el = el(
      "div",
      {
        class: "screen thread",
        on: {
          dragover: (event) => this.onDrag(event),
          dragleave: (event) => {
            if (!this.el.contains(event.relatedTarget as Node | null)) this.dropping.hidden = true;
          },
          drop: (event) => this.onDrop(event),
        },
      },
      this.strip,
      this.messages.el,
      this.trouble,
      this.foot,
      this.dropping,
    );
    this.update();
  }

  update(): void {
    const { thread, t, refusal } = this.chat;
    const over = thread?.standing?.state === "over";
    this.showStrip();
    const root = this.el.getRootNode();
    const hadFocus = root instanceof ShadowRoot && this.foot.contains(root.activeElement);
    if (over && this.ending === undefined) {
      this.composer = undefined;
      this.ending = new Ending(this.chat);
      this.foot.replaceChildren(this.ending.el);
      if (hadFocus) this.ending.focus();
    } else if (!over && this.composer === undefined) {
      this.ending = undefined;
      this.composer = new Composer(this.chat);
      this.foot.replaceChildren(this.composer.el);
      if (hadFocus) this.composer.input.focus();
    }
    this.composer?.update();
    this.ending?.update();
    this.messages.update();
    say(this.trouble, refusal === undefined ? "" : wordsOf(refusal, t));
  }

  focus(): void {
    this.messages.toEnd();
    this.composer?.fit();
    if (this.ending !== undefined) this.ending.focus();
    else this.composer?.input.focus();
  }

  /** Where the customer stands: in line, on hold, or with a message left. */
  private showStrip(): void {
    const { thread, t } = this.chat;
    const row = thread?.standing;
    let title = "";
    let words = "";
    if (row?.state === "waiting") {
      const before = (row.place ?? 0) - 1;
      title = before < 0 ? t("waiting") : before === 0 ? t("next") : t("before", { count: before });
      words = row.expected === undefined ? "" : waitOf(row.expected, t);
    } else if (row?.state === "parked") title = t("parked", { agent: thread?.agent ?? this.chat.title });
    else if (row?.state === "message") [title, words] = [t("messageTitle"), t("messageWords")];
    const all = `${title}\n${words}`;
    if (all === this.stripWords) return;
    this.stripWords = all;
    this.strip.hidden = title === "";
    this.strip.replaceChildren(
      icon(row?.state === "message" ? "letter" : row?.state === "parked" ? "clock" : "line"),
      el("div", {}, el("strong", {}, title), words !== "" && el("span", {}, words)),
    );
  }

  private takes(event: DragEvent): boolean {
    const { chat } = this;
    const files = event.dataTransfer?.types.includes("Files") === true;
    return (
      files &&
      this.composer !== undefined &&
      chat.thread !== undefined &&
      (chat.inbox.files.types ?? []).length > 0
    );
  }

  private onDrag(event: DragEvent): void {
    if (!this.takes(event)) return;
    event.preventDefault();
    if (!this.dropping.hidden) return;
    this.dropping.replaceChildren(
      icon("clip"),
      el("strong", {}, this.chat.t("drop")),
      el("span", {}, limitsOf(this.chat)),
    );
    this.dropping.hidden = false;
  }

  private onDrop(event: DragEvent): void {
    this.dropping.hidden = true;
    if (!this.takes(event)) return;
    event.preventDefault();
    this.chat.attach(event.dataTransfer?.files ?? []);
    this.composer?.input.focus();
  }
}

/** Nothing is asked: the first message begins the chat. */
export class BeginScreen implements Screen {
  readonly el: HTMLElement;
  private readonly chat: Chat;
  private readonly composer: Composer;
  private readonly trouble = el("p", { class: "trouble", attrs: { role: "alert" } });

  constructor(chat: Chat) {
    this.chat = chat;
    this.composer = new Composer(chat);
    const greeting = chat.say(chat.inbox.greeting) || chat.t("question");
    this.el = el(
      "div",
      { class: "screen thread" },
      el(
        "div",
        { class: "messages" },
        el(
          "div",
          { class: "scroller" },
          el(
            "div",
            { class: "said theirs first" },
            el("div", { class: "bubble" }, el("p", { class: "text" }, greeting)),
          ),
        ),
      ),
      this.trouble,
      el("div", { class: "foot" }, this.composer.el),
    );
    this.update();
  }

  update(): void {
    const { refusal, t, busy } = this.chat;
    say(this.trouble, busy ? t("starting") : refusal === undefined ? "" : wordsOf(refusal, t));
    this.trouble.classList.toggle("calm", busy);
    this.composer.update();
  }

  focus(): void {
    this.composer.input.focus();
  }
}
