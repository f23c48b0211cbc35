// A conversation as the server tells it: first asked for, then live. What was
// read of older messages stays beside the newest ones that the feed sends.

import { LiveClient } from "@/live/client.ts";
import type { TopicStore } from "@/live/store.ts";
import { serverNow } from "@/live/time.ts";
import { type ChatMessage, type ChatRows, chatTopic } from "@/live/topics.ts";
import { type Conversation, type Marks, type Message, Refused, type Wire } from "./wire.ts";

export type Standing = ChatRows["chat"];
export type Line = "connecting" | "open" | "lost";

export interface ThreadOptions {
  wire: Wire;
  token: string;
  onChange: () => void;
  /** The line is there again: what waits can be sent. */
  onOpen: () => void;
  /** Nothing opens with this token. */
  onGone: () => void;
}

/** How long the other side counts as writing (docs/LIVE.md). */
const typingFor_ms = 6_000;
/** A line that is lost for a moment only is nobody's concern. */
const patience_ms = 1_500;

export class Thread {
  readonly token: string;
  standing: Standing | undefined;
  transcript: string | undefined;
  line: Line = "connecting";
  typing = false;
  /** There may be messages before those that are here. */
  hasOlder = false;
  private readonly options: ThreadOptions;
  private readonly said = new Map<number, Message>();
  private list: readonly Message[] | undefined;
  private live: LiveClient | undefined;
  private quit: (() => void) | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private lostTimer: ReturnType<typeof setTimeout> | undefined;
  private marked: Required<Marks> = { delivered: 0, read: 0 };

  constructor(options: ThreadOptions) {
    this.options = options;
    this.token = options.token;
  }

  /** The oldest first. */
  get messages(): readonly Message[] {
    this.list ??= [...this.said.values()].sort((a, b) => a.number - b.number);
    return this.list;
  }

  get newest(): number {
    return this.messages.at(-1)?.number ?? 0;
  }

  /** How the agent is called: who has it, else who spoke last. */
  get agent(): string | undefined {
    return this.standing?.agent ?? this.messages.findLast(({ author }) => author === "agent")?.by;
  }

  /** Takes in an answer of the API. */
  take(conversation: Conversation): void {
    const { state, ended, language, agent, place, expected, opened, closed, resume_until, rating } =
      conversation;
    this.transcript = this.options.wire.server + conversation.transcript;
    const before = this.standing;
    this.standing = {
      state,
      language,
      opened,
      ...(ended !== undefined && { ended }),
      ...(agent !== undefined && { agent }),
      ...(place !== undefined && { place }),
      ...(expected !== undefined && { expected }),
      ...(closed !== undefined && { closed }),
      ...(resume_until !== undefined && { resume_until }),
      ...(rating !== undefined && { rating }),
      ...(state === "over" && before?.closed_by !== undefined && { closed_by: before.closed_by }),
      delivered: Math.max(before?.delivered ?? 0, numberOf(conversation.messages, "delivered")),
      read: Math.max(before?.read ?? 0, numberOf(conversation.messages, "read")),
    };
    this.hasOlder ||= conversation.messages.length >= 200;
    this.add(conversation.messages);
    this.options.onChange();
  }

  /** Asks for the conversation, until there is an answer. */
  async load(): Promise<void> {
    try {
      this.take(await this.options.wire.get(this.token));
    } catch (error) {
      if (error instanceof Refused && error.code === "not_found") this.options.onGone();
      // Otherwise the feed brings it as soon as it can.
    }
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0]?.number ?? 0;
    const { messages } = await this.options.wire.older(this.token, first);
    this.hasOlder = messages.length >= 50;
    this.add(messages);
    this.options.onChange();
  }

  add(messages: readonly Message[]): void {
    for (const message of messages) this.said.set(message.number, message);
    this.list = undefined;
  }

  /** Opens the feed, which also says that the customer is there. */
  connect(): void {
    if (this.live !== undefined) return;
    const url = `${this.options.wire.server.replace(/^http/, "ws")}/api/v1/live`;
    // Where no socket opens, by a proxy's will, asking now and then keeps the thread going.
    const live = new LiveClient({ url, token: this.token, onTrouble: () => void this.load() });
    const { name } = chatTopic(this.token);
    const store = live.store(name);
    const stops = [
      live.listen(() => this.onLine(live)),
      store.listen(() => this.onTopic(store)),
      store.listen(() => this.onStanding(store), "chat", "chat"),
      store.listen(() => this.onMessages(store), "message"),
      store.listen(() => this.onTyping(store), "typing"),
      live.hold(name),
    ];
    this.live = live;
    this.quit = () => {
      for (const stop of stops) stop();
      live.stop();
    };
    live.start();
  }

  disconnect(): void {
    clearTimeout(this.typingTimer);
    clearTimeout(this.lostTimer);
    this.quit?.();
    this.quit = undefined;
    this.live = undefined;
    this.line = "connecting";
    this.typing = false;
  }

  tryNow(): void {
    this.live?.retryNow();
  }

  /** Tells the other side how far this one is; told again when it got lost. */
  async mark(delivered: number, read: number): Promise<void> {
    if (delivered <= this.marked.delivered && read <= this.marked.read) return;
    const before = this.marked;
    this.marked = { delivered: Math.max(delivered, before.delivered), read: Math.max(read, before.read) };
    try {
      await this.options.wire.mark(this.token, this.marked);
    } catch {
      this.marked = before;
    }
  }

  private onLine(live: LiveClient): void {
    if (live !== this.live) return;
    clearTimeout(this.lostTimer);
    if (live.connection === "open") {
      this.line = "open";
      this.options.onOpen();
      // What the feed does not tell: the transcript's path.
      if (this.transcript === undefined) void this.load();
      this.options.onChange();
      return;
    }
    this.lostTimer = setTimeout(() => {
      this.line = "lost";
      this.typing = false;
      this.options.onChange();
    }, patience_ms);
  }

  private onTopic(store: TopicStore): void {
    const code = store.error?.code;
    if (code === "not_found" || code === "unauthenticated") this.options.onGone();
  }

  private onStanding(store: TopicStore): void {
    const row = store.row("chat", "chat");
    if (row === undefined) return;
    this.standing = row as Standing;
    this.options.onChange();
  }

  private onMessages(store: TopicStore): void {
    const rows = store.list("message") as readonly ChatMessage[];
    if (rows.length === 0) return;
    const first = Math.min(...rows.map(({ number }) => number));
    // So much was said meanwhile that something lies between: it is read by page.
    if (rows.length >= 200 && first > this.newest + 1 && this.said.size > 0) {
      this.said.clear();
      this.hasOlder = true;
    }
    this.add(rows);
    this.options.onChange();
  }

  private onTyping(store: TopicStore): void {
    clearTimeout(this.typingTimer);
    const row = store.row("typing", "agent") as { at: number } | undefined;
    const left_ms = row === undefined ? 0 : typingFor_ms - (serverNow() - row.at) / 1000;
    this.typing = left_ms > 0;
    if (this.typing) {
      this.typingTimer = setTimeout(
        () => {
          this.typing = false;
          this.options.onChange();
        },
        Math.min(left_ms, typingFor_ms),
      );
    }
    this.options.onChange();
  }
}

/** Number of the newest of one's own messages with a mark. */
function numberOf(messages: readonly Message[], mark: "delivered" | "read"): number {
  return messages
    .filter((message) => message.author === "customer" && message[mark] !== undefined)
    .reduce((most, { number }) => Math.max(most, number), 0);
}
