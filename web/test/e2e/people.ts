import { type APIRequestContext, type Browser, expect, type Page } from "@playwright/test";
import { demoPassword } from "./demo.ts";
import { TurnoServer } from "./server.ts";

export interface Ticket {
  contact: string;
  work: string;
  label: string;
  token: string;
}

/**
 * The paths of the demo's kiosks, displays and walls, by key. Their links are shown
 * once: by the server, when it is first started.
 */
export async function devicePaths(request: APIRequestContext, baseURL: string): Promise<Map<string, string>> {
  await request.post(`${baseURL}/api/v1/session`, {
    data: { login: "admin", password: demoPassword("admin") },
  });
  const answer = await request.get(`${baseURL}/api/v1/devices`);
  expect(answer.ok()).toBe(true);
  const { items } = (await answer.json()) as { items: { key: string; name: string; kind: string }[] };
  const printed = TurnoServer.at(baseURL).output.split("\n");
  const pathOf = ({ name, kind }: { name: string; kind: string }) =>
    printed.find((line) => line.includes(` ${name} `) && line.includes(`${baseURL}/${kind}/`));
  return new Map(items.map((item) => [item.key, pathOf(item)?.trim().split(baseURL).at(-1) ?? ""]));
}

/** A demo user chooses a language, for all their sessions. */
export async function speak(
  request: APIRequestContext,
  baseURL: string,
  login: string,
  language: "en" | "es" | "pt" | "it",
): Promise<void> {
  const me = await request.post(`${baseURL}/api/v1/session`, {
    data: { login, password: demoPassword(login) },
  });
  const { csrf } = (await me.json()) as { csrf: string };
  const answer = await request.patch(`${baseURL}/api/v1/me`, {
    data: { language },
    headers: { "X-CSRF-Token": csrf },
  });
  expect(answer.ok()).toBe(true);
}

/** A visitor at a kiosk takes a ticket. */
export async function takeTicket(
  request: APIRequestContext,
  baseURL: string,
  kioskPath: string | undefined,
  service: string,
  language = "es",
): Promise<Ticket> {
  const token = kioskPath?.split("/").at(-1);
  const answer = await request.post(`${baseURL}/api/v1/kiosks/${token}/tickets`, {
    data: { service, language },
    headers: { "Idempotency-Key": crypto.randomUUID() },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()) as Ticket;
}

/**
 * A screen at an address that was never paired becomes a device of the organisation,
 * by its code, as an administrator would have it; what it is given is its path.
 */
export async function paired(request: APIRequestContext, baseURL: string, device: string): Promise<string> {
  const login = { login: "admin", password: demoPassword("admin") };
  const me = (await (await request.post(`${baseURL}/api/v1/session`, { data: login })).json()) as {
    csrf: string;
  };
  const screen = (await (await request.post(`${baseURL}/api/v1/pairings`, { data: {} })).json()) as {
    code: string;
    secret: string;
  };
  const pairing = await request.post(`${baseURL}/api/v1/devices/${device}/pairing`, {
    data: { code: screen.code },
    headers: { "X-CSRF-Token": me.csrf },
  });
  expect(pairing.ok(), await pairing.text()).toBe(true);
  const answer = await request.get(`${baseURL}/api/v1/pairings/${screen.secret}`);
  const { kind, token } = (await answer.json()) as { kind: string; token: string };
  return `/${kind}/${token}`;
}

export interface DeskWork {
  work: string;
  contact: string;
  state: string;
  offer?: number;
}

/**
 * An agent with a desk that is connected and does only what the test says: the
 * screens of others are what is tested here, not the desk's own.
 */
export class Agent {
  private readonly page: Page;
  private readonly csrf: string;

  private constructor(page: Page, csrf: string) {
    this.page = page;
    this.csrf = csrf;
  }

  static async signIn(
    browser: Browser,
    baseURL: string,
    login: string,
    counter: string | undefined,
    ready = true,
  ): Promise<Agent> {
    const context = await browser.newContext({ baseURL });
    const page = await context.newPage();
    const answer = await page.request.post("/api/v1/session", {
      data: { login, password: demoPassword(login) },
    });
    const agent = new Agent(page, ((await answer.json()) as { csrf: string }).csrf);
    await page.goto("/healthz");
    await agent.call("POST", "/desk/sign-in", { counter, ready });
    await page.evaluate(connect);
    return agent;
  }

  async call(method: "POST" | "PUT", path: string, body: object = {}): Promise<void> {
    const answer = await this.page.request.fetch(`/api/v1${path}`, {
      method,
      data: body,
      headers: { "X-CSRF-Token": this.csrf, "Idempotency-Key": crypto.randomUUID() },
    });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.page.request.get(`/api/v1${path}`);
    expect(answer.ok(), `GET ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  }

  /** Waits until a work is in a state at this desk. */
  async has(work: string, state: string): Promise<DeskWork> {
    const found = await this.page.waitForFunction(
      ([id, wanted]) => {
        const row = (window as unknown as { works: Map<string, DeskWork> }).works.get(id ?? "");
        return row?.state === wanted ? row : undefined;
      },
      [work, state],
    );
    return (await found.jsonValue()) as DeskWork;
  }

  /** Waits until any work is in a state at this desk. */
  async hasAny(state: string): Promise<DeskWork> {
    const found = await this.page.waitForFunction((wanted) => {
      const { works } = window as unknown as { works: Map<string, DeskWork> };
      return [...works.values()].find((row) => row.state === wanted);
    }, state);
    return (await found.jsonValue()) as DeskWork;
  }

  /** Takes the next offer of a conversation; nothing is said yet. */
  async takeChat(): Promise<DeskWork> {
    const offered = await this.hasAny("offered");
    await this.call("POST", `/works/${offered.work}/accept`, { offer: offered.offer });
    return offered;
  }

  /** Waits until some work is offered at this desk. */
  async offered(): Promise<DeskWork> {
    const found = await this.page.waitForFunction(() => {
      const { works } = window as unknown as { works: Map<string, DeskWork> };
      return [...works.values()].find((row) => row.state === "offered");
    });
    return (await found.jsonValue()) as DeskWork;
  }

  /** Takes the chat that is offered and answers it. */
  async answer(text: string): Promise<void> {
    const { work, contact, offer } = await this.offered();
    await this.call("POST", `/works/${work}/accept`, { offer });
    await this.call("POST", `/chats/${contact}/messages`, { text, client: crypto.randomUUID() });
  }

  /** Takes the offer of a work and begins the service. */
  async serve(ticket: Ticket): Promise<void> {
    const { offer } = await this.has(ticket.work, "offered");
    await this.call("POST", `/works/${ticket.work}/accept`, { offer });
    await this.call("POST", `/visits/${ticket.contact}/begin`);
  }

  /** Ends the service, and the wrap-up with it. */
  async finish(ticket: Pick<Ticket, "work">, reason: string, outcome: string): Promise<void> {
    await this.call("POST", `/works/${ticket.work}/release`, { reason, outcome });
    await this.call("POST", `/works/${ticket.work}/close-wrap-up`);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

// In the agent's page: the desk's live rows of works, kept where the test can look.
function connect(): Promise<void> {
  const works = new Map<string, DeskWork>();
  Object.assign(window, { works });
  const put = (rows: [string, string, DeskWork][] = []) => {
    for (const [kind, id, row] of rows) if (kind === "work") works.set(id, row);
  };
  const remove = (rows: [string, string][] = []) => {
    for (const [kind, id] of rows) if (kind === "work") works.delete(id);
  };
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/api/v1/live`);
  // A socket that is silent for a minute is closed, however slow the test is.
  setInterval(() => socket.send(JSON.stringify({ op: "ping" })), 20_000);
  return new Promise((resolve) => {
    socket.onmessage = (event) => {
      const frame = JSON.parse(event.data);
      if (frame.op === "hello") socket.send(JSON.stringify({ op: "sub", topic: "desk" }));
      put(frame.snap ?? frame.put);
      remove(frame.del);
      if (frame.snap !== undefined) resolve();
    };
  });
}
