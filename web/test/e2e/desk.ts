import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { demoPassword } from "./demo.ts";
import type { TurnoServer } from "./server.ts";

// What the journeys at the desk have in common.

/** A visitor takes a ticket at the kiosk in Mixco. */
export async function ticket(server: TurnoServer, service: string, person?: string) {
  const kiosk = /Kiosco Mixco\s+\S+\/kiosk\/(\S+)/.exec(server.output)?.[1];
  const answer = await fetch(`${server.url}/api/v1/kiosks/${kiosk}/tickets`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
    body: JSON.stringify({ service, language: "es", ...(person && { person }) }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { label: string; contact: string; work: string; token: string };
}

/** The visitor gives up, on the phone. */
export async function gone(server: TurnoServer, token: string) {
  expect((await fetch(`${server.url}/api/v1/turns/${token}/leave`, { method: "POST" })).ok).toBe(true);
}

/** A call of the API as the person who is signed in on the page. */
export async function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const me = await (await page.request.get("/api/v1/me")).json();
  const answer = await page.request.fetch(`/api/v1${path}`, {
    method,
    headers: { "X-CSRF-Token": me.csrf },
    ...(body !== undefined && { data: body }),
  });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.status() === 204 ? (undefined as T) : ((await answer.json()) as T);
}

export const act = (page: Page, name: string) => page.locator(`[data-act="${name}"]`);

/** At the counter and ready, with nothing in hand. */
export async function seated(page: Page, signIn: (page: Page, login: string, to?: string) => Promise<void>) {
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, "ana", "/desk");
  await call(page, "PATCH", "/me", { language: "en" });
  await page.reload();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();
}

export async function start(page: Page) {
  await page.keyboard.press("F2");
  await expect(page.getByRole("heading", { name: "You are ready" })).toBeVisible();
}

/** Leaves the desk, so that the next test finds nobody there. */
export async function leave(page: Page) {
  await call(page, "POST", "/desk/sign-out", { force: true });
}

/** Takes the ticket that is offered, up to the visitor standing there. */
export async function serve(page: Page, label: string) {
  await expect(page.getByRole("region", { name: `Next: ${label}` })).toBeVisible();
  await page.keyboard.press("F4");
  await expect(page.getByRole("article", { name: label })).toContainText("was called to your counter");
  await page.keyboard.press("F4");
  await expect(page.getByRole("article", { name: label })).toContainText("Being served for");
}

/** The organisation as before, but offers wait two seconds only: long enough to see one. */
export async function quickOffers(page: Page, server: TurnoServer) {
  const admin = await page.context().browser()?.newContext({ baseURL: server.url });
  if (admin === undefined) throw new Error("no browser");
  const request = admin.request;
  const session = await request.post("/api/v1/session", {
    data: { login: "admin", password: demoPassword("admin") },
  });
  const { csrf } = await session.json();
  const read = await request.get("/api/v1/organisation/file");
  const file = await read.text();
  const answer = await request.put("/api/v1/organisation/file", {
    headers: {
      "X-CSRF-Token": csrf,
      "If-Match": read.headers()["etag"] ?? "",
      "Content-Type": "application/yaml",
    },
    data: file.replaceAll(/offer_timeout: .*/g, "offer_timeout: 2s"),
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await admin.close();
}
