import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { TurnoServer } from "./server.ts";

// What the people of a story do by other doors than the screen under test.

export interface Ticket {
  label: string;
  token: string;
  contact: string;
  work: string;
}

/** The link of a device, by the name that the server printed. */
export function link(server: TurnoServer, device: string): string {
  const found = new RegExp(`${device}\\s+(\\S+)`).exec(server.output)?.[1];
  if (found === undefined) throw new Error(`the server printed no link of ${device}`);
  return found;
}

/** A ticket at the kiosk's own door. */
export async function issue(
  server: TurnoServer,
  kiosk: string,
  service: string,
  person?: string,
): Promise<Ticket> {
  const token = link(server, kiosk).split("/").at(-1);
  const answer = await fetch(`${server.url}/api/v1/kiosks/${token}/tickets`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
    body: JSON.stringify({ service, language: "es", ...(person !== undefined && { person }) }),
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as Ticket;
}

/** The visitor gives up, on the phone. */
export async function left(server: TurnoServer, token: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/turns/${token}/leave`, { method: "POST" });
  expect(answer.ok, await answer.clone().text()).toBe(true);
}

/** A call of the API as the person who is signed in on the page. */
export async function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const me = await (await page.request.get("/api/v1/me")).json();
  const answer = await page.request.fetch(`/api/v1${path}`, {
    method,
    headers: { "X-CSRF-Token": me.csrf, "Idempotency-Key": randomUUID() },
    ...(body !== undefined && { data: body }),
  });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.status() === 204 ? (undefined as T) : ((await answer.json()) as T);
}

/** Changes the organisation's file, as an administrator would. */
export async function applied(page: Page, change: (file: string) => string): Promise<void> {
  const me = await (await page.request.get("/api/v1/me")).json();
  const file = await page.request.get("/api/v1/organisation/file");
  const before = await file.text();
  const after = change(before);
  expect(after).not.toBe(before);
  const answer = await page.request.put("/api/v1/organisation/file", {
    headers: {
      "X-CSRF-Token": me.csrf,
      "If-Match": file.headers()["etag"] ?? "",
      "Content-Type": "application/yaml",
    },
    data: after,
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}
