import type { Chat } from "../chat.ts";
import { faultsOf, leavingQuestions, type Question, questionsOf } from "../form.ts";
import type { Answers } from "../keep.ts";
import { type Field, wordsOf, wordsOfField } from "../refusal.ts";
import { returnOf } from "../times.ts";
import { Refused } from "../wire.ts";
import { button, el, icon, say, set } from "./el.ts";
import type { Screen } from "./screen.ts";

type Input = HTMLInputElement | HTMLTextAreaElement;

interface Row {
  question: Question;
  input: Input;
  fault: HTMLElement;
}

const kinds: Record<Exclude<Field, "text">, [type: string, autocomplete: string]> = {
  name: ["text", "name"],
  email: ["email", "email"],
  phone: ["tel", "tel"],
};

/** The questions before a chat, or those of a message that is left. */
export class FormScreen implements Screen {
  readonly el: HTMLFormElement;
  private readonly chat: Chat;
  private readonly leaving: boolean;
  private readonly rows: Row[];
  private readonly submit: HTMLButtonElement;
  private readonly trouble = el("p", { class: "trouble", attrs: { role: "alert" } });
  private readonly instead: HTMLButtonElement;
  private shown: unknown;

  constructor(chat: Chat, leaving: boolean) {
    this.chat = chat;
    this.leaving = leaving;
    const { t, inbox, tag } = chat;
    const answers: Answers = {
      ...(tag.name !== undefined && { name: tag.name }),
      ...(tag.email !== undefined && { email: tag.email }),
      ...(tag.phone !== undefined && { phone: tag.phone }),
      ...chat.keep.get().answers,
    };
    this.rows = (leaving ? leavingQuestions(inbox.form) : questionsOf(inbox.form)).map((question) =>
      this.row(question, answers[question.field] ?? ""),
    );
    this.submit = el("button", { class: "button main", attrs: { type: "submit" } });
    this.instead = button(t("busyLeave"), "plain", () => {
      this.keep();
      chat.leaveInstead();
    });
    this.el = el(
      "form",
      {
        class: "screen form",
        attrs: { novalidate: true },
        on: {
          submit: (event) => {
            event.preventDefault();
            this.send();
          },
          input: () => this.keep(),
        },
      },
      ...this.intro(),
      ...this.rows.map(({ input }) => input.parentElement ?? input),
      this.trouble,
      this.submit,
      this.instead,
    );
    this.update();
  }

  update(): void {
    const { t, busy, refusal } = this.chat;
    say(this.submit, busy ? t("starting") : this.leaving ? t("leave") : t("start"));
    set(this.submit, "aria-disabled", busy);
    const full = refusal instanceof Refused && refusal.code === "queue_full";
    this.instead.hidden = this.leaving || !this.chat.inbox.can_leave || !full;
    if (refusal === this.shown) return;
    this.shown = refusal;
    // That it has closed is what this form says anyway.
    const known = this.leaving && refusal instanceof Refused && refusal.code === "closed";
    if (refusal === undefined || known) {
      say(this.trouble, "");
      return;
    }
    const at = refusal instanceof Refused ? wordsOfField(refusal, t) : undefined;
    const row = this.rows.find(({ question }) => question.field === at?.field);
    if (at !== undefined && row !== undefined) this.blame(row, at.words);
    else say(this.trouble, wordsOf(refusal, t));
    (row?.input ?? this.submit).focus();
  }

  focus(): void {
    (this.rows.find(({ input }) => input.value === "")?.input ?? this.submit).focus();
  }

  private intro(): HTMLElement[] {
    const { t, inbox, language } = this.chat;
    if (!this.leaving) return [el("p", { class: "lead" }, this.chat.say(inbox.greeting) || t("formIntro"))];
    const open = inbox.open;
    const lead = (open ? "" : this.chat.say(inbox.away)) || t("leaveIntro");
    const back =
      !open && inbox.opens_at !== undefined
        ? t("opensAt", { when: returnOf(new Date(inbox.opens_at / 1000), new Date(), language) })
        : "";
    return [
      el("div", { class: "mark" }, icon("letter")),
      el("p", { class: "lead" }, open ? t("leaveWays") : `${lead} ${back}`.trim()),
      ...(open ? [] : [el("p", { class: "hint" }, t("leaveWays"))]),
    ];
  }

  private row(question: Question, value: string): Row {
    const { t } = this.chat;
    const { field, required } = question;
    const id = `f-${field}`;
    const attrs = {
      id,
      name: field,
      "aria-describedby": `${id}-fault`,
      ...(required && { "aria-required": "true" }),
    };
    let input: Input;
    if (field === "text") input = el("textarea", { attrs: { ...attrs, rows: 3 } });
    else {
      const [type, autocomplete] = kinds[field];
      // Longer is cut here rather than refused there.
      const maxlength = field === "email" ? 128 : field === "name" ? 80 : 40;
      input = el("input", { attrs: { ...attrs, type, autocomplete, maxlength } });
    }
    input.value = value;
    const way = this.leaving && (field === "email" || field === "phone");
    const asked = this.leaving ? t("message") : t("question");
    const words = field === "text" ? asked : t(`field.${field}`);
    const fault = el("span", { class: "fault", attrs: { id: `${id}-fault` } });
    el(
      "div",
      { class: "field" },
      el(
        "label",
        { attrs: { for: id } },
        words,
        !required && !way && el("span", { class: "optional" }, ` (${t("optional")})`),
      ),
      input,
      fault,
    );
    const row = { question, input, fault };
    input.addEventListener("input", () => {
      this.forgive(row);
      // One way to answer is enough.
      if (way) for (const other of this.rows) if (other.question.field === "email") this.forgive(other);
    });
    return row;
  }

  private answers(): Answers {
    return Object.fromEntries(this.rows.map(({ question, input }) => [question.field, input.value]));
  }

  private keep(): void {
    this.chat.keep.set({ answers: { ...this.chat.keep.get().answers, ...this.answers() } });
  }

  private send(): void {
    if (this.chat.busy) return;
    const { t, inbox } = this.chat;
    const questions = this.rows.map(({ question }) => question);
    const faults = faultsOf(questions, this.answers(), this.leaving, inbox.text_max);
    const wrong = this.rows.filter(({ question }) => faults[question.field] !== undefined);
    for (const row of this.rows) this.forgive(row);
    for (const row of wrong) {
      const fault = faults[row.question.field];
      if (fault !== undefined) this.blame(row, t(`fault.${fault}`, { limit: inbox.text_max }));
    }
    if (wrong[0] !== undefined) wrong[0].input.focus();
    else void this.chat.begin(this.answers());
  }

  private blame({ input, fault }: Row, words: string): void {
    set(input, "aria-invalid", "true");
    say(fault, words);
  }

  private forgive({ input, fault }: Row): void {
    set(input, "aria-invalid", undefined);
    say(fault, "");
  }
}

/** Closed, and nothing can be left. */
export class ClosedScreen implements Screen {
  readonly el: HTMLElement;

  constructor(chat: Chat) {
    const { t, inbox, language } = chat;
    const when = inbox.opens_at;
    this.el = el(
      "div",
      { class: "screen form", attrs: { tabindex: -1 } },
      el("div", { class: "mark" }, icon("clock")),
      el("p", { class: "lead" }, chat.say(inbox.away) || t("closedIntro")),
      when !== undefined &&
        el(
          "p",
          { class: "hint" },
          t("opensAt", { when: returnOf(new Date(when / 1000), new Date(), language) }),
        ),
    );
  }

  update(): void {}

  focus(): void {
    this.el.focus();
  }
}
