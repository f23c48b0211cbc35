import { Chime } from "@/kit/chime.ts";
import type { Chat, Screen as Which } from "../chat.ts";
import { coloursOf } from "../look.ts";
import { followScheme, type SchemeName } from "../scheme.ts";
import { styled } from "../style.ts";
import { button, el, icon, say, set } from "./el.ts";
import { ClosedScreen, FormScreen } from "./formScreen.ts";
import { Head } from "./head.ts";
import type { Screen } from "./screen.ts";
import { BeginScreen, ThreadScreen } from "./threadScreen.ts";

/** Phones: the panel is the whole page (chat.css has the same width). */
const phone = "(max-width: 480px)";

/** The launcher and the panel, in a shadow of their own: no style gets in or out. */
export class Widget {
  private readonly chat: Chat;
  private readonly host = document.createElement("div");
  private readonly shadow: ShadowRoot;
  private readonly root = el("div", { class: "root" });
  private readonly chime = new Chime();
  private readonly launcher: HTMLButtonElement;
  private readonly badge = el("span", { class: "count-badge", attrs: { "aria-hidden": "true" } });
  private readonly news = el("div", { class: "unseen", attrs: { role: "status" } });
  private readonly picture = el("span", {}, icon("chat"));
  private panel: HTMLElement | undefined;
  private head: Head | undefined;
  private banner: HTMLElement | undefined;
  private screen: Screen | undefined;
  private which: Which | undefined;
  private language: string;
  private wasLost = false;
  private byHand = false;

  constructor(chat: Chat) {
    this.chat = chat;
    this.language = chat.language;
    this.shadow = this.host.attachShadow({ mode: "open" });
    this.host.id = "turno-chat";
    styled(this.shadow);
    this.launcher = el(
      "button",
      {
        class: "launcher",
        attrs: { type: "button", "aria-haspopup": "dialog" },
        on: {
          click: () => {
            this.byHand = true;
            chat.show(!chat.open);
          },
        },
      },
      this.picture,
      this.badge,
    );
    set(this.root, "data-side", chat.tag.position ?? chat.inbox.theme.position ?? "right");
    this.root.append(this.launcher, this.news);
    this.shadow.append(this.root);
    // Keys typed here are not shortcuts of the page around.
    for (const type of ["keydown", "keyup", "keypress"]) {
      this.root.addEventListener(type, (event) => event.stopPropagation());
    }
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  mount(): void {
    const { chat } = this;
    stayOn(this.host);
    const wish = chat.tag.scheme ?? chat.inbox.theme.scheme ?? "auto";
    if (wish === "auto") followScheme((scheme) => this.paint(scheme));
    else this.paint(wish as SchemeName);
    const look = () => chat.look(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    look();
    chat.onNews = () => this.onNews();
    chat.listen(() => this.update());
    this.fitToKeyboard();
    chat.start();
    this.update();
  }

  private paint(scheme: SchemeName): void {
    set(this.root, "data-scheme", scheme);
    const colours = coloursOf(scheme, this.chat.tag.colour ?? this.chat.inbox.theme.color);
    // Not by an attribute: a page's policy may forbid styles in markup.
    for (const [name, colour] of Object.entries(colours)) this.root.style.setProperty(name, colour);
  }

  private update(): void {
    const { chat } = this;
    set(this.root, "lang", chat.language);
    set(this.root, "data-open", chat.open);
    set(this.launcher, "aria-expanded", chat.open ? "true" : "false");
    const unread = chat.open ? 0 : chat.unread;
    const words = chat.open
      ? chat.t("close")
      : unread > 0
        ? chat.t("openUnread", { count: unread })
        : chat.t("open");
    set(this.launcher, "aria-label", words);
    say(this.badge, unread > 99 ? "99+" : String(unread));
    this.badge.hidden = unread === 0;
    if (this.launcher.dataset["open"] !== String(chat.open)) {
      this.launcher.dataset["open"] = String(chat.open);
      this.picture.replaceChildren(icon(chat.open ? "down" : "chat"));
    }
    if (!chat.open) this.shut();
    else if (this.panel === undefined) this.unfold();
    else if (this.language !== chat.language) this.translate();
    else this.renew();
  }

  private unfold(): void {
    const { chat } = this;
    this.language = chat.language;
    this.head = new Head(chat);
    this.banner = el("div", { class: "banner", attrs: { role: "status" } });
    const full = matchMedia(phone).matches;
    this.panel = el(
      "section",
      {
        class: "panel",
        attrs: { role: "dialog", "aria-labelledby": "title", "aria-modal": full ? "true" : undefined },
      },
      this.head.el,
      this.banner,
    );
    this.root.insertBefore(this.panel, this.launcher);
    this.which = undefined;
    this.screen = undefined;
    this.renew();
    // A page that opens with the panel has the focus elsewhere, and keeps it.
    if (this.byHand) (this.screen as Screen | undefined)?.focus(); // renew made it
    say(this.news, "");
  }

  private shut(): void {
    if (this.panel === undefined) return;
    const had = this.panel.contains(this.shadow.activeElement);
    this.panel.remove();
    this.panel = undefined;
    this.screen = undefined;
    if (had) this.launcher.focus();
  }

  private translate(): void {
    this.panel?.remove();
    this.panel = undefined;
    this.unfold();
    this.head?.focusLanguage();
  }

  private renew(): void {
    const { chat } = this;
    this.head?.update();
    this.showLine();
    if (this.which === chat.screen) {
      this.screen?.update();
      return;
    }
    const had = this.screen?.el.contains(this.shadow.activeElement) ?? false;
    this.which = chat.screen;
    const next = this.make();
    if (this.screen === undefined) this.panel?.append(next.el);
    else this.screen.el.replaceWith(next.el);
    this.screen = next;
    next.update();
    if (had) next.focus();
  }

  private make(): Screen {
    const { chat } = this;
    switch (chat.screen) {
      case "form":
      case "leave":
        return new FormScreen(chat, chat.screen === "leave");
      case "begin":
        return new BeginScreen(chat);
      case "closed":
        return new ClosedScreen(chat);
      case "thread":
        return new ThreadScreen(chat);
      case "loading": {
        const wait = el("p", { class: "screen wait", attrs: { tabindex: -1 } }, chat.t("loading"));
        return { el: wait, update: () => {}, focus: () => wait.focus() };
      }
    }
  }

  private showLine(): void {
    const { chat, banner } = this;
    if (banner === undefined) return;
    const { thread, t } = chat;
    const lost = thread?.line === "lost";
    if (lost === this.wasLost && banner.childElementCount > 0 === lost) return;
    if (!lost) {
      banner.replaceChildren(...(this.wasLost ? [el("span", { class: "unseen" }, t("back"))] : []));
      banner.classList.remove("on");
    } else {
      banner.replaceChildren(
        el("span", {}, t("lost")),
        button(t("tryNow"), "small", () => thread?.tryNow()),
      );
      banner.classList.add("on");
    }
    this.wasLost = lost;
  }

  private onNews(): void {
    const { chat } = this;
    if (chat.keep.get().quiet !== true) this.chime.play();
    if (!chat.open) say(this.news, chat.t("openUnread", { count: chat.unread }));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing && this.chat.open) {
      event.preventDefault();
      if (this.head?.escape() !== true) this.chat.show(false);
    }
    if (event.key === "Tab" && matchMedia(phone).matches) this.keepFocus(event);
  }

  /** Where the panel is the whole page, nothing behind it can be reached. */
  private keepFocus(event: KeyboardEvent): void {
    const all = [...(this.panel?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter(
      (each) => each.offsetParent !== null || each.getClientRects().length > 0,
    );
    const [first, last] = [all[0], all.at(-1)];
    if (first === undefined || last === undefined) return;
    const now = this.shadow.activeElement;
    if (event.shiftKey && now === first) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && now === last) {
      event.preventDefault();
      first.focus();
    }
  }

  /** A keyboard on the glass takes its part of the page: the panel has the rest. */
  private fitToKeyboard(): void {
    const view = window.visualViewport;
    if (view === null) return;
    const resize = () => {
      this.root.style.setProperty("--seen-height", `${view.height}px`);
      this.root.style.setProperty("--seen-top", `${view.offsetTop}px`);
    };
    view.addEventListener("resize", resize);
    view.addEventListener("scroll", resize);
    resize();
    // A page may sound only after it was touched.
    this.root.addEventListener("pointerdown", () => void this.chime.unlock(), { once: true });
  }
}

/** Pages that make their body anew, as they do to go to another, keep the chat. */
function stayOn(host: HTMLElement): void {
  const watch = new MutationObserver(() => place());
  const place = () => {
    if (document.body === null) return;
    if (!host.isConnected) document.body.append(host);
    watch.observe(document.documentElement, { childList: true });
    watch.observe(document.body, { childList: true });
  };
  place();
}

const focusable = "button, [href], input:not([hidden]), select, textarea, [tabindex='0']";
