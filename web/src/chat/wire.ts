// The calls of docs/CHANNELS.md. No cookies go with them: the token in the path is
// all that opens a conversation.

import type { Problem } from "@/api/problem.ts";
import type { components } from "@/api/schema.gen.ts";

type Schemas = components["schemas"];
export type Inbox = Schemas["ChatInbox"];
export type Conversation = Schemas["ChatConversation"];
export type Message = Schemas["Message"];
export type Opening = Omit<Schemas["ChatForm"], "$schema">;
export type Marks = Omit<Schemas["Marks"], "$schema">;

/** The server said no. */
export class Refused extends Error {
  readonly code: string;
  /** The field at fault, and more exactly why. */
  readonly field: string | undefined;
  readonly reason: string | undefined;
  readonly limit: number | undefined;
  /** After which trying again makes sense. */
  readonly wait_s: number;

  constructor(problem: Problem, wait_s = 0) {
    super(problem.detail ?? problem.title ?? "refused");
    this.name = "Refused";
    const fault = problem.errors?.[0];
    this.code = problem.code ?? ((problem.status ?? 500) >= 500 ? "unavailable" : "invalid");
    this.field = fault?.location?.split(".").at(-1);
    this.reason = fault?.reason ?? problem.reason;
    this.limit = fault?.limit;
    this.wait_s = wait_s;
  }
}

/** No answer came: it may have been carried out or not. */
export class Away extends Error {
  override name = "Away";
}

/** Whether the same call later may well be answered. */
export function isPassing(error: unknown): boolean {
  return error instanceof Away || (error instanceof Refused && error.code === "unavailable");
}

/** Reads the answer of a call: its body, or Refused. */
export function answerOf<T>(status: number, body: string, retryAfter: string | null): T {
  let data: unknown;
  try {
    data = body === "" ? undefined : JSON.parse(body);
  } catch {
    throw new Away("not an answer of ours"); // a proxy on the way
  }
  if (status >= 200 && status < 300) return data as T;
  const problem = typeof data === "object" && data !== null ? (data as Problem) : {};
  throw new Refused({ ...problem, status }, Number(retryAfter) || 0);
}

const patience_ms = 20_000;

export class Wire {
  readonly server: string;
  private readonly base: string;

  constructor(server: string, inbox: string) {
    this.server = server;
    this.base = `${server}/api/v1/chat/${encodeURIComponent(inbox)}`;
  }

  inbox = () => this.call<Inbox>("GET", "");
  begin = (body: Opening) => this.call<Conversation>("POST", "/conversations", body);
  leaveMessage = (body: Opening) => this.call<Conversation>("POST", "/messages", body);
  get = (token: string) => this.call<Conversation>("GET", at(token));
  older = (token: string, before: number) =>
    this.call<{ messages: Message[] }>("GET", `${at(token)}/messages?before=${before}&limit=50`);
  say = (token: string, client: string, text: string) =>
    this.call<Message>("POST", `${at(token)}/messages`, { client, text });
  typing = (token: string) => this.call<void>("POST", `${at(token)}/typing`);
  mark = (token: string, marks: Marks) => this.call<void>("PUT", `${at(token)}/marks`, marks);
  leave = (token: string) => this.call<void>("POST", `${at(token)}/leave`);
  resume = (token: string) => this.call<Conversation>("POST", `${at(token)}/resume`);
  rate = (token: string, rating: number, comment: string) =>
    this.call<void>("POST", `${at(token)}/rating`, { rating, ...(comment !== "" && { comment }) });

  /** Where a file of the conversation is read. */
  fileAddress = (token: string, file: string): string =>
    `${this.base}${at(token)}/files/${encodeURIComponent(file)}`;

  /** Where a new one is sent to. */
  uploadAddress(token: string, client: string, name: string): string {
    return `${this.base}${at(token)}/files?${new URLSearchParams({ client, name })}`;
  }

  /** Whether the server answers at all, even to a page that may not read it. */
  async answers(): Promise<boolean> {
    return fetch(this.base, { mode: "no-cors", credentials: "omit" }).then(
      () => true,
      () => false,
    );
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(this.base + path, {
        method,
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(patience_ms),
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { "Content-Type": "application/json" },
        }),
      });
      text = await answer.text();
    } catch (error) {
      throw new Away(String(error));
    }
    return answerOf<T>(answer.status, text, answer.headers.get("Retry-After"));
  }
}

const at = (token: string): string => `/conversations/${encodeURIComponent(token)}`;
