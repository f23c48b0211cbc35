import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page } from "@playwright/test";
import type { TurnoServer } from "./server.ts";

export interface Said {
  number: number;
  client: string;
  author: string;
  kind: string;
  text?: string;
  read?: number;
}

/**
 * A customer who writes, by the door that the widget uses, with a page that keeps
 * the conversation open as the widget would. What they see is asked, not guessed.
 */
export class Chatter {
  readonly name: string;
  private readonly server: TurnoServer;
  private readonly token: string;
  private readonly inbox: string;
  private page: Page | undefined;

  private constructor(server: TurnoServer, inbox: string, name: string, token: string) {
    this.server = server;
    this.inbox = inbox;
    this.name = name;
    this.token = token;
  }

  /** Begins a conversation in Spanish. */
  static async open(
    server: TurnoServer,
    name: string,
    text: string,
    more: { inbox?: string; email?: string } = {},
  ): Promise<Chatter> {
    const token = `chat_${randomUUID().replaceAll("-", "")}`;
    const { inbox = "help", email } = more;
    const chatter = new Chatter(server, inbox, name, token);
    const body = { token, name, text, language: "es", client: randomUUID(), ...(email && { email }) };
    await chatter.send("POST", `/chat/${inbox}/conversations`, body);
    return chatter;
  }

  /** The page with the conversation is open from here on. */
  async watch(browser: Browser): Promise<void> {
    this.page = await browser.newPage({ baseURL: this.server.url });
    await this.page.goto("/healthz");
    await this.page.evaluate((token) => {
      const socket = new WebSocket(`${location.origin.replace("http", "ws")}/api/v1/live?token=${token}`);
      return new Promise<void>((resolve) => {
        socket.onmessage = (event) => {
          const frame = JSON.parse(event.data);
          if (frame.op === "hello") socket.send(JSON.stringify({ op: "sub", topic: `chat:${token}` }));
          if (frame.snap !== undefined) resolve();
        };
      });
    }, this.token);
  }

  /** The page is closed. */
  async vanish(): Promise<void> {
    await this.page?.close();
    this.page = undefined;
  }

  async say(text: string): Promise<void> {
    await this.send("POST", `${this.path}/messages`, { text, client: randomUUID() });
  }

  async type(): Promise<void> {
    await this.send("POST", `${this.path}/typing`);
  }

  async saw(number: number): Promise<void> {
    await this.send("PUT", `${this.path}/marks`, { delivered: number, read: number });
  }

  async leave(): Promise<void> {
    await this.send("POST", `${this.path}/leave`);
  }

  async resume(): Promise<void> {
    await this.send("POST", `${this.path}/resume`);
  }

  /** A file, as the customer's browser would send it. */
  async file(name: string, content: Buffer<ArrayBuffer>): Promise<void> {
    const answer = await fetch(`${this.server.url}/api/v1${this.path}/files?name=${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: content,
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
  }

  /** What the customer sees: how it stands, and what was said. */
  async sees(): Promise<{ state: string; agent?: string; messages: Said[] }> {
    return (await this.send("GET", this.path)) as { state: string; agent?: string; messages: Said[] };
  }

  /** The texts of agents that the customer sees, in order. */
  async heard(): Promise<(string | undefined)[]> {
    const { messages } = await this.sees();
    return messages.filter(({ author }) => author === "agent").map(({ text }) => text);
  }

  private get path(): string {
    return `/chat/${this.inbox}/conversations/${this.token}`;
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${await answer.clone().text()}`).toBe(true);
    return answer.status === 204 ? undefined : answer.json();
  }
}
