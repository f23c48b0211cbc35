import { type Del, type FeedProblem, type Put, TopicStore } from "./store.ts";
import { forgetClock, learnClock } from "./time.ts";

/** connecting: never yet open; lost: was open, trying again; closed: on purpose. */
export type Connection = "connecting" | "open" | "lost" | "closed";

interface Frame {
  op?: "hello" | "pong" | "bye";
  now?: number;
  build?: string;
  retry_ms?: number;
  topic?: string;
  seq?: number;
  snap?: Put[];
  put?: Put[];
  del?: Del[];
  error?: FeedProblem;
}

interface Subscription {
  store: TopicStore;
  readers: number;
  /** The last applied frame; undefined while a snapshot is awaited. */
  seq: number | undefined;
  leave: ReturnType<typeof setTimeout> | undefined;
}

export interface LiveOptions {
  /** Of a kiosk, display, wall or visitor; users have their cookie. */
  token?: string;
  /** Where the feed is; the page's own server by default. */
  url?: string;
  /** Called when the connection failed again: is the session still good? */
  onTrouble?: () => void;
  /** Called when the server runs another build than this page came from. */
  onNewBuild?: () => void;
}

const ping_ms = 20_000;
const silence_ms = 35_000;
const linger_ms = 5_000;
const backOffLeast_ms = 250;
const backOffMost_ms = 8_000;

/**
 * One WebSocket per tab: a snapshot of each topic, then numbered changes. A gap
 * asks for a new snapshot; a lost connection is tried again by itself, sooner at
 * first. Rows stay readable meanwhile, and `connection` says that they are old.
 */
export class LiveClient {
  connection: Connection = "connecting";
  /** When the present state of the connection began (browser's clock, ms). */
  since_ms = Date.now();
  private socket: WebSocket | undefined;
  private readonly topics = new Map<string, Subscription>();
  private readonly listeners = new Set<() => void>();
  private readonly options: LiveOptions;
  private failures = 0;
  private build: string | undefined;
  private opened_ms = 0;
  private heard_ms = 0;
  private pinged_ms = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;

  constructor(options: LiveOptions = {}) {
    this.options = options;
  }

  start(): void {
    if (this.socket !== undefined) return;
    window.addEventListener("online", this.retryNow);
    this.beat = setInterval(() => this.onBeat(), 5_000);
    if (this.connection === "closed") this.setConnection("connecting");
    this.open();
  }

  stop(): void {
    window.removeEventListener("online", this.retryNow);
    clearInterval(this.beat);
    clearTimeout(this.retry);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close(1000);
    this.setConnection("closed");
  }

  /** Tries at once instead of waiting for the next try. */
  readonly retryNow = (): void => {
    if (this.socket !== undefined || this.connection === "closed") return;
    clearTimeout(this.retry);
    this.open();
  };

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The rows of a topic. They come while at least one reader holds it. */
  store(topic: string): TopicStore {
    return this.subscription(topic).store;
  }

  /** Holds a topic until the returned function is called; then it lingers a little. */
  hold(topic: string): () => void {
    const subscription = this.subscription(topic);
    subscription.readers++;
    clearTimeout(subscription.leave);
    subscription.leave = undefined;
    if (subscription.readers === 1 && !subscription.store.ready) this.ask(topic);
    return () => {
      subscription.readers--;
      if (subscription.readers > 0) return;
      subscription.leave = setTimeout(() => {
        this.topics.delete(topic);
        this.send({ op: "unsub", topic });
      }, linger_ms);
    };
  }

  private subscription(topic: string): Subscription {
    let subscription = this.topics.get(topic);
    if (subscription === undefined) {
      subscription = { store: new TopicStore(), readers: 0, seq: undefined, leave: undefined };
      this.topics.set(topic, subscription);
    }
    return subscription;
  }

  private open(): void {
    const base = this.options.url ?? `${location.origin.replace(/^http/, "ws")}/api/v1/live`;
    const token = this.options.token;
    const socket = new WebSocket(token === undefined ? base : `${base}?token=${encodeURIComponent(token)}`);
    this.socket = socket;
    this.opened_ms = Date.now();
    this.heard_ms = Date.now();
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.socket === socket) this.onFrame(JSON.parse(event.data) as Frame);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.onLost();
    };
  }

  private onFrame(frame: Frame): void {
    this.heard_ms = Date.now();
    if (frame.topic !== undefined) {
      this.onTopic(frame.topic, frame);
      return;
    }
    switch (frame.op) {
      case "hello":
        this.onHello(frame);
        break;
      case "pong":
        if (frame.now !== undefined) learnClock(frame.now, this.pinged_ms, this.heard_ms);
        break;
      case "bye": {
        const socket = this.socket;
        this.socket = undefined;
        socket?.close(1000);
        this.onLost(frame.retry_ms);
        break;
      }
    }
  }

  private onHello(frame: Frame): void {
    this.failures = 0;
    forgetClock();
    if (frame.now !== undefined) learnClock(frame.now, this.opened_ms, this.heard_ms);
    if (this.build !== undefined && frame.build !== undefined && frame.build !== this.build) {
      this.options.onNewBuild?.();
    }
    this.build = frame.build ?? this.build;
    this.setConnection("open");
    for (const topic of this.topics.keys()) this.ask(topic);
    this.ping();
  }

  private onTopic(topic: string, frame: Frame): void {
    const subscription = this.topics.get(topic);
    if (subscription === undefined) return;
    if (frame.error !== undefined) {
      subscription.store.fail(frame.error);
      return;
    }
    const seq = frame.seq ?? 0;
    if (frame.snap !== undefined) {
      subscription.seq = seq;
      subscription.store.replace(frame.snap);
      return;
    }
    if (subscription.seq === undefined) return; // a snapshot is on its way
    if (seq <= subscription.seq) return; // already in the snapshot
    if (seq !== subscription.seq + 1) {
      this.ask(topic);
      return;
    }
    subscription.seq = seq;
    subscription.store.change(frame.put ?? [], frame.del ?? []);
  }

  private onLost(retry_ms?: number): void {
    this.socket = undefined;
    if (this.connection === "closed") return;
    if (this.connection === "open") this.setConnection("lost");
    this.failures++;
    if (this.failures > 1) this.options.onTrouble?.();
    const backOff = Math.min(backOffMost_ms, backOffLeast_ms * 2 ** (this.failures - 1));
    // Spread over half the wait, so that a thousand browsers do not come back at once.
    const wait = (retry_ms ?? backOff) * (0.75 + Math.random() / 2);
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), wait);
  }

  private onBeat(): void {
    if (this.socket === undefined) return;
    const now = Date.now();
    if (now - this.heard_ms > silence_ms) {
      const socket = this.socket;
      this.socket = undefined;
      socket.close();
      this.onLost(0);
      return;
    }
    if (this.connection === "open" && now - this.pinged_ms >= ping_ms) this.ping();
  }

  private ping(): void {
    this.pinged_ms = Date.now();
    this.send({ op: "ping" });
  }

  private ask(topic: string): void {
    this.subscription(topic).seq = undefined;
    this.send({ op: "sub", topic });
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN && this.connection === "open") {
      this.socket.send(JSON.stringify(message));
    }
  }

  private setConnection(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.since_ms = Date.now();
    for (const listener of [...this.listeners]) listener();
  }
}
