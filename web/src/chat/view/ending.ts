import type { Chat } from "../chat.ts";
import type { Standing } from "../thread.ts";
import type { Translate } from "../words.ts";
import { button, el, icon, say, set } from "./el.ts";

const stars = [1, 2, 3, 4, 5] as const;

/** After the last word: how it ended, what the customer thinks of it, and how to go on. */
export class Ending {
  readonly el: HTMLElement;
  private readonly chat: Chat;
  private readonly how = el("p", { class: "how", attrs: { tabindex: -1 } });
  private readonly thanks = el("p", { class: "thanks", attrs: { role: "status" } });
  private readonly rating: HTMLFormElement;
  private readonly comment = el("textarea", { attrs: { id: "comment", rows: 2 } });
  private readonly more: HTMLElement;
  private readonly word = el("span", { class: "word", attrs: { "aria-hidden": "true" } });
  private readonly submit = el("button", { class: "button main", attrs: { type: "submit" } });
  private readonly resume: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;
  private chosen = 0;

  constructor(chat: Chat) {
    this.chat = chat;
    const { t } = chat;
    this.submit.textContent = t("rate");
    this.more = el(
      "div",
      { class: "more", attrs: { hidden: true } },
      el(
        "label",
        { attrs: { for: "comment" } },
        t("comment"),
        el("span", { class: "optional" }, ` (${t("optional")})`),
      ),
      this.comment,
      this.submit,
    );
    this.rating = el(
      "form",
      {
        class: "rating",
        on: {
          submit: (event) => {
            event.preventDefault();
            void this.rate();
          },
        },
      },
      el(
        "fieldset",
        {},
        el("legend", {}, t("rateAsk")),
        el("div", { class: "stars" }, ...stars.map((star) => this.star(star))),
        this.word,
      ),
      this.more,
    );
    this.leave = button(t("busyLeave"), "main", () => chat.leaveAfterAll());
    this.resume = button(t("resume"), "main", () => void chat.resume());
    this.el = el(
      "div",
      { class: "ending" },
      this.how,
      this.rating,
      this.thanks,
      el(
        "div",
        { class: "ways" },
        this.leave,
        this.resume,
        button(t("again"), "plain", () => chat.again()),
      ),
    );
    this.update();
  }

  update(): void {
    const { thread, t, busy } = this.chat;
    const row = thread?.standing;
    if (row === undefined) return;
    say(this.how, endingOf(row, thread?.agent, t));
    const rated = (row.rating ?? 0) > 0;
    const hadFocus = this.rating.contains((this.el.getRootNode() as ShadowRoot).activeElement);
    this.rating.hidden = rated || row.ended !== "done";
    say(this.thanks, rated ? t("rated") : "");
    this.thanks.hidden = !rated;
    this.leave.hidden = row.ended !== "redirected" || !this.chat.inbox.can_leave;
    this.resume.hidden = (row.resume_until ?? 0) / 1000 <= Date.now();
    this.resume.classList.toggle("main", rated || (row.ended !== "done" && this.leave.hidden));
    set(this.submit, "aria-disabled", busy);
    if (hadFocus && rated) this.how.focus();
  }

  focus(): void {
    this.how.focus();
  }

  private star(star: (typeof stars)[number]): HTMLElement {
    const { t } = this.chat;
    const words = t(`star.${star}`);
    const input = el("input", {
      attrs: {
        type: "radio",
        name: "stars",
        value: star,
        "aria-label": `${t("stars", { count: star })}: ${words}`,
      },
      on: {
        change: () => {
          this.chosen = star;
          this.more.hidden = false;
          say(this.word, words);
          for (const [i, label] of [...this.rating.querySelectorAll(".star")].entries()) {
            label.classList.toggle("on", i < star);
          }
          this.submit.scrollIntoView({ block: "nearest" });
        },
      },
    });
    return el("label", { class: "star", attrs: { title: words } }, input, icon("star"));
  }

  private async rate(): Promise<void> {
    if (this.chosen > 0) await this.chat.rate(this.chosen, this.comment.value.trim());
  }
}

function endingOf({ ended = "done", closed_by }: Standing, agent: string | undefined, t: Translate): string {
  if (closed_by === "customer") return t("ended.you");
  if (ended !== "done") return t(`ended.${ended}`);
  return closed_by === "agent" && agent !== undefined ? t("ended.agent", { agent }) : t("ended.any");
}
