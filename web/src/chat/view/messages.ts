import type { Chat } from "../chat.ts";
import type { Pending } from "../outbox.ts";
import { dayOf } from "../times.ts";
import type { Message } from "../wire.ts";
import { type Mark, messageOf, pendingOf, showShare } from "./bubble.ts";
import { button, el, icon, say } from "./el.ts";

interface Item {
  key: string;
  /** What it shows: another one makes it anew. */
  look: string;
  make: () => HTMLElement;
}

/** Near enough to the end to stay there when something is added. */
const near_px = 60;
/** Messages of one person within this time stand together. */
const together_us = 5 * 60_000_000;

/** What was said, and what is on its way. */
export class Messages {
  readonly el: HTMLElement;
  private readonly chat: Chat;
  private readonly list: HTMLOListElement;
  private readonly typing = el("p", { class: "typing", attrs: { role: "status" } });
  private readonly earlier: HTMLButtonElement;
  private readonly newest: HTMLButtonElement;
  private readonly scroller: HTMLElement;
  private readonly shown = new Map<string, { look: string; el: HTMLElement }>();
  private wasPending = 0;

  constructor(chat: Chat) {
    this.chat = chat;
    const { t } = chat;
    this.list = el("ol", { class: "list" });
    this.earlier = button(t("earlier"), "plain small", () => void this.older());
    this.newest = button(t("newest"), "newest", () => this.toEnd());
    this.newest.hidden = true;
    const log = el("div", { attrs: { role: "log", "aria-relevant": "additions" } }, this.list);
    this.scroller = el(
      "div",
      { class: "scroller", attrs: { tabindex: 0, role: "group", "aria-label": t("messages") } },
      this.earlier,
      log,
      this.typing,
    );
    this.scroller.addEventListener("scroll", () => {
      if (this.atEnd()) this.newest.hidden = true;
    });
    // A picture that has come makes the list longer.
    this.list.addEventListener("load", () => this.keepEnd(), true);
    // So does a keyboard on the glass, or the question after the end.
    new ResizeObserver(() => this.keepEnd()).observe(this.scroller);
    this.el = el("div", { class: "messages" }, this.scroller, this.newest);
    this.update();
  }

  update(): void {
    const { thread, post } = this.chat;
    const atEnd = this.atEnd();
    this.earlier.hidden = thread?.hasOlder !== true;
    const grown = this.place(this.items());
    for (const each of post.pending) {
      const made = this.shown.get(`c${each.client}`)?.el;
      if (made !== undefined) showShare(this.chat, made, each);
    }
    this.showTyping();
    if (atEnd || post.pending.length > this.wasPending) this.toEnd();
    else if (grown) this.newest.hidden = false;
    this.wasPending = post.pending.length;
  }

  /** To be called when the panel is shown: what is hidden has no height. */
  toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.newest.hidden = true;
  }

  private keepEnd(): void {
    if (this.newest.hidden) this.toEnd();
  }

  private atEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < near_px;
  }

  private async older(): Promise<void> {
    const before = this.scroller.scrollHeight;
    try {
      await this.chat.thread?.loadOlder();
    } catch {
      return; // the button stays
    }
    this.scroller.scrollTop += this.scroller.scrollHeight - before;
  }

  private showTyping(): void {
    const { t, thread, title } = this.chat;
    const on = thread?.typing === true;
    this.typing.classList.toggle("on", on);
    const words = on ? t("typing", { agent: thread?.agent ?? title }) : "";
    if (this.typing.dataset["words"] === words) return;
    this.typing.dataset["words"] = words;
    if (!on) say(this.typing, "");
    else {
      const dots = el("span", { class: "dots", attrs: { "aria-hidden": "true" } }, el("i"), el("i"), el("i"));
      this.typing.replaceChildren(dots, words);
    }
  }

  private items(): Item[] {
    const { thread, post } = this.chat;
    const items: Item[] = [];
    let day = "";
    let last: { author: string; sent: number } | undefined;
    const messages = thread?.messages ?? [];
    const own = messages.findLast(({ author }) => author === "customer")?.number;
    for (const message of messages) {
      const at = new Date(message.sent / 1000);
      const now = dayOf(at, new Date(), this.chat.language, this.chat.t);
      if (now !== day) items.push({ key: `d${at.toDateString()}`, look: now, make: () => dayLine(now) });
      const first = now !== day || last?.author !== message.author || message.sent - last.sent > together_us;
      items.push(this.said(message, first, message.number === own ? this.mark(message) : undefined));
      day = now;
      last = message;
    }
    const known = new Set(messages.filter(({ author }) => author === "customer").map(({ client }) => client));
    for (const each of post.pending) {
      if (known.has(each.client)) continue;
      items.push(this.sending(each, last?.author !== "customer"));
      last = { author: "customer", sent: each.at_ms * 1000 };
    }
    return items;
  }

  private said(message: Message, first: boolean, mark: Mark | undefined): Item {
    return {
      key: message.author === "customer" ? `c${message.client}` : `n${message.number}`,
      look: `${message.number} ${first} ${mark} ${message.by}`,
      make: () => messageOf(this.chat, message, first, mark),
    };
  }

  private sending(pending: Pending, first: boolean): Item {
    return {
      key: `c${pending.client}`,
      look: `${pending.state} ${pending.why} ${first} ${this.chat.thread?.standing?.state === "over"}`,
      make: () => pendingOf(this.chat, pending, first),
    };
  }

  private mark({ number }: Message): Mark {
    const { delivered = 0, read = 0 } = this.chat.thread?.standing ?? {};
    return number <= read ? "read" : number <= delivered ? "delivered" : "sent";
  }

  /** Makes the list so; says whether something was added that others said. */
  private place(items: readonly Item[]): boolean {
    let grown = false;
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, { el: gone }] of this.shown) {
      if (keys.has(key)) continue;
      gone.remove();
      this.shown.delete(key);
    }
    let next = this.list.firstElementChild;
    for (const item of items) {
      const known = this.shown.get(item.key);
      if (known !== undefined && known.look === item.look) {
        if (known.el === next) next = next.nextElementSibling;
        else this.list.insertBefore(known.el, next);
        continue;
      }
      const made = item.make();
      this.shown.set(item.key, { look: item.look, el: made });
      if (known === undefined) {
        this.list.insertBefore(made, next);
        grown ||= item.key.startsWith("n");
      } else {
        if (known.el === next) next = next.nextElementSibling;
        known.el.replaceWith(made);
      }
    }
    return grown;
  }
}

function dayLine(words: string): HTMLElement {
  return el("li", { class: "day" }, el("span", {}, words));
}

export function notice(words: string, picture: Parameters<typeof icon>[0]): HTMLElement {
  return el("p", { class: "notice" }, icon(picture), words);
}
