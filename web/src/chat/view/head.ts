import { isLanguage, languageNames } from "@/i18n/languages.ts";
import type { Chat } from "../chat.ts";
import { button, el, icon, iconButton, say, set } from "./el.ts";

/** The bar at the top: who it is, the options, and the way out. */
export class Head {
  readonly el: HTMLElement;
  private readonly chat: Chat;
  private readonly title = el("h2", { attrs: { id: "title" } });
  private readonly line = el("p", { class: "line" });
  private readonly options: HTMLButtonElement;
  private readonly menu: HTMLElement;
  private readonly asking: HTMLElement;
  private readonly end: HTMLButtonElement;
  private readonly again: HTMLButtonElement;
  private readonly transcript: HTMLAnchorElement;

  constructor(chat: Chat) {
    this.chat = chat;
    const { t } = chat;
    this.options = iconButton(t("options"), "more", () => this.toggle(this.menu.hidden === true));
    set(this.options, "aria-controls", "menu");
    this.transcript = el(
      "a",
      { class: "button plain", attrs: { target: "_blank", rel: "noopener noreferrer nofollow" } },
      t("transcript"),
      el("span", { class: "unseen" }, ` (${t("newWindow")})`),
    );
    this.end = button(t("end"), "plain wrong", () => this.ask(true));
    this.again = button(t("again"), "plain", () => {
      this.toggle(false, true);
      chat.again();
    });
    const go = button(t("endYes"), "main", () => {
      this.ask(false);
      this.toggle(false, true);
      void chat.end();
    });
    const stay = button(t("endNo"), "plain", () => this.ask(false));
    this.asking = el(
      "div",
      { class: "asking", attrs: { role: "group", "aria-labelledby": "ask", hidden: true } },
      el("strong", { attrs: { id: "ask" } }, t("endAsk")),
      el("div", {}, go, stay),
    );
    this.menu = el(
      "div",
      { class: "menu", attrs: { id: "menu", role: "group", "aria-label": t("options"), hidden: true } },
      this.languageChoice(),
      this.soundChoice(),
      this.transcript,
      this.again,
      this.end,
      this.asking,
    );
    this.el = el(
      "header",
      { class: "head" },
      this.picture(),
      el("div", { class: "names" }, this.title, this.line),
      this.options,
      iconButton(t("close"), "down", () => chat.show(false)),
      this.menu,
    );
    this.update();
  }

  update(): void {
    const { chat } = this;
    const row = chat.thread?.standing;
    say(this.title, chat.title);
    const agent = row?.state === "active" ? chat.thread?.agent : undefined;
    say(this.line, agent === undefined ? "" : chat.t("with", { agent }));
    this.line.hidden = agent === undefined;
    set(this.options, "aria-expanded", !this.menu.hidden ? "true" : "false");
    this.end.hidden = !["waiting", "active", "parked"].includes(row?.state ?? "") || !this.asking.hidden;
    this.again.hidden = row?.state !== "message"; // after an end it is asked below
    this.transcript.hidden = chat.thread?.transcript === undefined;
    set(this.transcript, "href", chat.thread?.transcript);
  }

  /** Closes what is open; says whether something was. */
  escape(): boolean {
    if (this.menu.hidden) return false;
    this.toggle(false, true);
    return true;
  }

  /** After the language was changed all is made anew: the choice goes on there. */
  focusLanguage(): void {
    this.toggle(true);
    this.menu.querySelector("select")?.focus();
  }

  private toggle(open: boolean, back = false): void {
    this.menu.hidden = !open;
    this.ask(false);
    if (back) this.options.focus();
    this.update();
  }

  private ask(asking: boolean): void {
    const was = !this.asking.hidden;
    this.asking.hidden = !asking;
    this.update();
    if (asking) this.asking.querySelector("button")?.focus();
    else if (was && !this.menu.hidden) this.end.focus();
  }

  private picture(): HTMLElement {
    const { logo } = this.chat.tag;
    const letter = () => el("span", { class: "badge", attrs: { "aria-hidden": "true" } }, icon("chat"));
    if (logo === undefined) return letter();
    const picture = el("img", { class: "badge", attrs: { src: logo, alt: "" } });
    picture.addEventListener("error", () => picture.replaceWith(letter()));
    return picture;
  }

  private languageChoice(): HTMLElement {
    const { chat } = this;
    const select = el("select", {
      attrs: { id: "language" },
      on: {
        change: () => {
          if (isLanguage(select.value)) chat.speak(select.value);
        },
      },
    });
    for (const language of chat.languages) {
      select.append(el("option", { attrs: { value: language, lang: language } }, languageNames[language]));
    }
    select.value = chat.language;
    const row = el(
      "div",
      { class: "choice" },
      el("label", { attrs: { for: "language" } }, chat.t("language")),
      select,
    );
    row.hidden = chat.languages.length < 2;
    return row;
  }

  private soundChoice(): HTMLElement {
    const { chat } = this;
    const box = el("input", {
      attrs: { type: "checkbox", id: "sound" },
      on: { change: () => chat.keep.set({ quiet: !box.checked }) },
    });
    box.checked = chat.keep.get().quiet !== true;
    return el("div", { class: "choice" }, el("label", { attrs: { for: "sound" } }, chat.t("sound")), box);
  }
}
