// The widget's view-model: what is so, and what the customer can do. It knows
// nothing of the page; the view reads it whenever it says that something changed.

import type { Language } from "@/i18n/languages.ts";
import { type FileFault, faultOf } from "./files.ts";
import { openingOf, questionsOf } from "./form.ts";
import type { Answers, Keep } from "./keep.ts";
import { Post } from "./post.ts";
import { newToken } from "./secret.ts";
import type { Tag } from "./tag.ts";
import { Thread } from "./thread.ts";
import { type Inbox, isPassing, Refused, type Wire } from "./wire.ts";
import { languageOf, spoken, type Translate, textIn, translator } from "./words.ts";

/** What the panel shows. */
export type Screen = "loading" | "form" | "begin" | "leave" | "closed" | "thread";

export class Chat {
  readonly tag: Tag;
  readonly wire: Wire;
  readonly keep: Keep;
  readonly post: Post;
  inbox: Inbox;
  language: Language;
  t: Translate;
  thread: Thread | undefined;
  open = false;
  /** A call of the form, or of a button, is on its way. */
  busy = false;
  /** Why the last one was refused. */
  refusal: unknown;
  /** A file that was not taken, and why. */
  fileFault: { name: string; fault: FileFault } | undefined;
  /** Leaving a message was chosen, though somebody is here. */
  leaving = false;
  onNews: () => void = () => {};
  private readonly listeners = new Set<() => void>();
  private looking = false;
  private heard = 0;
  private typedAt_ms = 0;
  private asked_ms = Date.now();
  private sleeping = false;

  constructor(tag: Tag, wire: Wire, keep: Keep, inbox: Inbox) {
    this.tag = tag;
    this.wire = wire;
    this.keep = keep;
    this.inbox = inbox;
    const wishes = [keep.get().language, tag.language, document.documentElement.lang, ...navigator.languages];
    this.language = languageOf(wishes, this.languages);
    this.t = translator(this.language);
    const onChange = () => this.changed();
    this.post = new Post({ wire, keep, thread: () => this.thread, onChange });
  }

  get languages(): Language[] {
    return spoken(this.inbox.languages ?? []);
  }

  get title(): string {
    return this.tag.title ?? this.say(this.inbox.name);
  }

  get screen(): Screen {
    if (this.thread !== undefined) return this.thread.standing === undefined ? "loading" : "thread";
    if (this.inbox.open && !this.leaving) return questionsOf(this.inbox.form).length > 0 ? "form" : "begin";
    return this.inbox.can_leave ? "leave" : "closed";
  }

  get unread(): number {
    const seen = this.keep.get().seen ?? 0;
    return (
      this.thread?.messages.filter((each) => each.author !== "customer" && each.number > seen).length ?? 0
    );
  }

  /** A text of the organisation, in the customer's language. */
  say(text: Record<string, string> | undefined): string {
    return textIn(text, this.language, this.inbox.languages ?? []);
  }

  listen(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Takes up what an earlier page left. */
  start(): void {
    const kept = this.keep.get();
    if (kept.token !== undefined) this.hold(kept.token);
    this.post.takeUp();
    this.keep.onOther(() => this.onOtherTab());
    if (kept.open === true) this.show(true);
  }

  show(open: boolean): void {
    this.open = open;
    if (!open) this.leaving = false;
    this.keep.set({ open });
    if (open) void this.renew();
    this.rest();
    this.changed();
  }

  /** Whether somebody looks: what comes then is read. */
  look(looking: boolean): void {
    this.looking = looking;
    this.attend();
  }

  speak(language: Language): void {
    this.language = language;
    this.t = translator(language);
    this.keep.set({ language });
    this.changed();
  }

  /** Begins the conversation, or leaves the message. */
  async begin(answers: Answers): Promise<void> {
    const leaves = this.screen === "leave";
    const token = this.keep.get().token ?? newToken();
    this.keep.set({ token, answers });
    await this.act(async () => {
      const opening = openingOf(token, this.language, this.tag, answers);
      try {
        const conversation = leaves ? await this.wire.leaveMessage(opening) : await this.wire.begin(opening);
        this.keep.set({ token, answers: undefined, draft: "", pending: [] });
        this.leaving = false;
        this.hold(token, false).take(conversation);
        // An earlier try may have begun it with other words, and its answer got lost.
        const { text } = opening;
        if (text !== undefined && !conversation.messages.some((said) => said.text === text))
          this.post.say(text);
      } catch (error) {
        if (!isPassing(error)) this.keep.set({ token: undefined });
        if (error instanceof Refused && error.code === "closed") this.inbox = { ...this.inbox, open: false };
        throw error;
      }
    });
  }

  /** Says something in the conversation; the first words begin it where nothing is asked. */
  write(text: string): void {
    if (this.thread === undefined) {
      void this.begin({ text });
      return;
    }
    this.keep.set({ draft: "" });
    this.post.say(text);
  }

  attach(files: Iterable<File>): void {
    this.fileFault = undefined;
    for (const file of files) {
      const fault = faultOf(file, this.inbox.files);
      if (fault !== undefined) {
        this.fileFault = { name: file.name, fault };
        continue;
      }
      this.post.attach(file);
    }
    this.changed();
  }

  /** Tells that the customer writes, every two seconds at most. */
  typing(): void {
    const now = Date.now();
    if (this.thread?.standing?.state !== "active" || now - this.typedAt_ms < 2_000) return;
    this.typedAt_ms = now;
    this.wire.typing(this.thread.token).catch(() => {}); // of no use a moment later
  }

  end = (): Promise<void> =>
    this.actOn(async (thread) => {
      await this.wire.leave(thread.token);
      if (thread.standing !== undefined) thread.standing = { ...thread.standing, closed_by: "customer" };
      await thread.load(); // a socket would tell it too, where there is one
    });
  rate = (rating: number, comment: string): Promise<void> =>
    this.actOn(async (thread) => {
      await this.wire.rate(thread.token, rating, comment);
      if (thread.standing !== undefined) thread.standing = { ...thread.standing, rating };
    });
  resume = (): Promise<void> =>
    this.actOn(async (thread) => {
      const conversation = await this.wire.resume(thread.token);
      thread.take(conversation);
      thread.connect();
    });

  /** Puts the conversation aside; what was said stays with the organisation. */
  again(): void {
    this.thread?.disconnect();
    this.thread = undefined;
    this.keep.forget();
    this.post.clear();
    this.heard = 0;
    this.refusal = undefined;
    this.asked_ms = 0;
    void this.renew();
    this.changed();
  }

  /** What was said in a chat that nobody could take is left as a message. */
  leaveAfterAll(): void {
    const own = this.thread?.messages.filter(({ author }) => author === "customer") ?? [];
    const text = own.flatMap((said) => said.text ?? []).join("\n");
    this.again();
    this.keep.set({ answers: { text } });
    this.leaveInstead();
  }

  leaveInstead(): void {
    this.leaving = true;
    this.refusal = undefined;
    this.changed();
  }

  /** Asks the inbox again where what is known may be old. */
  private async renew(): Promise<void> {
    if (this.thread !== undefined || Date.now() - this.asked_ms < 60_000) return;
    this.asked_ms = Date.now();
    try {
      this.inbox = await this.wire.inbox();
      this.changed();
    } catch {
      // What is known is shown; whatever the customer does is answered anew.
    }
  }

  private hold(token: string, load = true): Thread {
    this.thread?.disconnect();
    const thread = new Thread({
      wire: this.wire,
      token,
      onChange: () => this.changed(),
      onOpen: () => this.post.flush(),
      onGone: () => this.onGone(token),
    });
    this.thread = thread;
    this.sleeping = false;
    if (load) void thread.load();
    thread.connect();
    return thread;
  }

  private onGone(token: string): void {
    if (this.thread?.token !== token) return;
    const { answers } = this.keep.get();
    this.again();
    // The opening never arrived: what was typed for it is still wanted.
    this.keep.set({ answers });
    this.changed();
  }

  private onOtherTab(): void {
    const { token } = this.keep.get();
    if (token !== undefined && token !== this.thread?.token && !this.busy) this.hold(token);
    this.changed();
  }

  private actOn(run: (thread: Thread) => Promise<void>): Promise<void> {
    return this.act(async () => {
      if (this.thread !== undefined) await run(this.thread);
    });
  }

  private async act(run: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.refusal = undefined;
    this.changed();
    try {
      await run();
    } catch (error) {
      this.refusal = error;
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  private changed(): void {
    this.attend();
    this.rest();
    for (const listener of this.listeners) listener();
  }

  /** Marks what came, and what is looked at. */
  private attend(): void {
    const thread = this.thread;
    if (thread === undefined) return;
    const theirs = thread.messages.findLast(({ author }) => author !== "customer")?.number ?? 0;
    const looked = this.open && this.looking;
    if (looked && theirs > (this.keep.get().seen ?? 0)) this.keep.set({ seen: theirs });
    if (theirs > this.heard) {
      if (this.heard > 0 && !looked) this.onNews();
      this.heard = theirs;
    }
    if (theirs > 0) void thread.mark(theirs, Math.min(theirs, this.keep.get().seen ?? 0));
  }

  /** Nobody need be there for a conversation that is over and not looked at. */
  private rest(): void {
    const state = this.thread?.standing?.state;
    const sleeping = (state === "over" || state === "message") && !this.open;
    if (this.thread === undefined || sleeping === this.sleeping) return;
    this.sleeping = sleeping;
    if (sleeping) this.thread.disconnect();
    else this.thread.connect();
  }
}
