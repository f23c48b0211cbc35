import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveClient } from "./client.ts";
import { serverNow } from "./time.ts";

/** The other end of the feed, as a test holds it. */
class Wire {
  static readonly OPEN = 1;
  static all: Wire[] = [];
  readyState = 1;
  sent: unknown[] = [];
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: (() => void) | undefined;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    Wire.all.push(this);
  }

  static get last(): Wire {
    const wire = Wire.all.at(-1);
    if (wire === undefined) throw new Error("nobody connected");
    return wire;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  subscriptions(): unknown[] {
    return this.sent.filter((frame) => (frame as { op: string }).op === "sub");
  }
}

let client: LiveClient;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal("WebSocket", Wire);
  Wire.all = [];
  client = new LiveClient({ url: "ws://test/live" });
});

afterEach(() => {
  client.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(): Wire {
  client.start();
  Wire.last.say({ op: "hello", now: Date.now() * 1000, build: "1" });
  return Wire.last;
}

describe("LiveClient", () => {
  it("asks for what is held, then follows its changes", () => {
    client.hold("floor:org");
    const wire = open();
    expect(wire.subscriptions()).toEqual([{ op: "sub", topic: "floor:org" }]);
    wire.say({ topic: "floor:org", seq: 41, snap: [["agent", "a", { n: 1 }]] });
    wire.say({ topic: "floor:org", seq: 42, put: [["agent", "b", { n: 2 }]], del: [["agent", "a"]] });
    expect(client.store("floor:org").list("agent")).toEqual([{ n: 2 }]);
  });

  it("asks again after a gap and lets nothing through until the new snapshot", () => {
    client.hold("desk");
    const wire = open();
    wire.say({ topic: "desk", seq: 1, snap: [] });
    wire.say({ topic: "desk", seq: 3, put: [["work", "w", { n: 3 }]] });
    expect(client.store("desk").row("work", "w")).toBeUndefined();
    expect(wire.subscriptions()).toHaveLength(2);
    wire.say({ topic: "desk", seq: 4, put: [["work", "w", { n: 4 }]] });
    expect(client.store("desk").row("work", "w")).toBeUndefined();
    wire.say({ topic: "desk", seq: 4, snap: [["work", "w", { n: 4 }]] });
    wire.say({ topic: "desk", seq: 5, put: [["work", "w", { n: 5 }]] });
    expect(client.store("desk").row("work", "w")).toEqual({ n: 5 });
    expect(wire.subscriptions()).toHaveLength(2);
  });

  it("keeps the rows when the connection is lost, comes back and asks for all again", () => {
    client.hold("desk");
    open().say({ topic: "desk", seq: 1, snap: [["work", "w", { n: 1 }]] });
    Wire.last.drop();
    expect(client.connection).toBe("lost");
    expect(client.store("desk").row("work", "w")).toEqual({ n: 1 });
    vi.advanceTimersByTime(1_000);
    expect(Wire.all).toHaveLength(2);
    Wire.last.say({ op: "hello", now: Date.now() * 1000, build: "1" });
    expect(client.connection).toBe("open");
    expect(Wire.last.subscriptions()).toEqual([{ op: "sub", topic: "desk" }]);
  });

  it("tries less often while it fails, and says so from the second failure on", () => {
    const onTrouble = vi.fn();
    client = new LiveClient({ url: "ws://test/live", onTrouble });
    client.start();
    const tries: number[] = [];
    for (let failure = 0; failure < 8; failure++) {
      Wire.last.drop();
      const before = Wire.all.length;
      const from = Date.now();
      while (Wire.all.length === before) vi.advanceTimersByTime(50);
      tries.push(Date.now() - from);
    }
    expect(tries[0]).toBeLessThanOrEqual(350);
    expect(tries.at(-1)).toBeGreaterThanOrEqual(6_000);
    expect(Math.max(...tries)).toBeLessThanOrEqual(10_050);
    expect(onTrouble).toHaveBeenCalledTimes(7);
  });

  it("comes back when the server said it would", () => {
    open().say({ op: "bye", reason: "restart", retry_ms: 500 });
    expect(client.connection).toBe("lost");
    vi.advanceTimersByTime(370);
    expect(Wire.all).toHaveLength(1);
    vi.advanceTimersByTime(300);
    expect(Wire.all).toHaveLength(2);
  });

  it("gives up on a connection that says nothing", () => {
    open();
    vi.advanceTimersByTime(45_000);
    expect(Wire.all.length).toBeGreaterThan(1);
  });

  it("lets a topic go a little after its last reader", () => {
    const wire = open();
    const release = client.hold("desk");
    wire.say({ topic: "desk", seq: 1, snap: [] });
    release();
    client.hold("desk")();
    expect(wire.subscriptions()).toHaveLength(1);
    vi.advanceTimersByTime(6_000);
    expect(wire.sent.at(-1)).not.toEqual({ op: "sub", topic: "desk" });
    expect(wire.sent).toContainEqual({ op: "unsub", topic: "desk" });
  });

  it("keeps a refusal for whoever reads the topic", () => {
    client.hold("floor:org");
    open().say({ topic: "floor:org", error: { status: 403, code: "forbidden" } });
    expect(client.store("floor:org").error?.code).toBe("forbidden");
  });

  it("learns the server's clock", () => {
    client.start();
    Wire.last.say({ op: "hello", now: (Date.now() + 5_000) * 1000 });
    expect(serverNow()).toBe((Date.now() + 5_000) * 1000);
  });

  it("tells when the server is another build than this page", () => {
    const onNewBuild = vi.fn();
    client = new LiveClient({ url: "ws://test/live", onNewBuild });
    open();
    Wire.last.drop();
    vi.advanceTimersByTime(1_000);
    Wire.last.say({ op: "hello", now: 0, build: "2" });
    expect(onNewBuild).toHaveBeenCalledTimes(1);
  });

  it("takes a device's token along", () => {
    client = new LiveClient({ url: "ws://test/live", token: "a/b" });
    client.start();
    expect(Wire.last.url).toBe("ws://test/live?token=a%2Fb");
  });
});
