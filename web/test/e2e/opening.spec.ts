import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { Chatter } from "./chatter.ts";
import { demoPassword } from "./demo.ts";
import { withOwnServer } from "./own.ts";
import { Agent, paired, speak, takeTicket } from "./people.ts";
import { call } from "./story.ts";

// A branch opens: an administrator makes it of another one, with a queue of its own
// and two agents, and a minute later they serve a visitor and a chat. The server
// runs all the time.

const test = withOwnServer();

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and publish" }).click();
  const review = page.getByRole("dialog", { name: "Before you publish" });
  await review.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Everything is published")).toBeVisible();
}

/** A new object by its list's button; its form is open then. */
async function add(page: Page, section: string, name: string): Promise<void> {
  await page.goto(`/studio/${section}`);
  await page.getByRole("button", { name: "New", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New" });
  await dialog.getByLabel(/^Name/).fill(name);
  await dialog.getByRole("button", { name: "Add to draft" }).click();
  await expect(page.getByRole("complementary", { name })).toBeVisible();
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).first().click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** Whoever was invited chooses a password. */
async function join(admin: Page, request: APIRequestContext, url: string, login: string): Promise<void> {
  const found = await call<{ user: string }>(admin, "GET", `/studio/objects/user/${login}`);
  const { path } = await call<{ path: string }>(admin, "POST", `/users/${found.user}/invitation`, {});
  const token = path.split("/").at(-1);
  const answer = await request.post(`${url}/api/v1/invitations/${token}`, {
    data: { password: demoPassword(login) },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

test("a branch opens, with a queue and two agents, and serves a visitor and a chat", async ({
  page,
  browser,
  request,
  server,
  signIn,
}) => {
  page.setDefaultTimeout(20_000);
  test.slow(); // one story, from an empty draft to two customers who are served
  await speak(request, server.url, "admin", "en");
  await signIn(page, "admin", "/studio/sites");
  await page.getByRole("button", { name: "Copy a site" }).click();
  const copy = page.getByRole("dialog", { name: "Copy a site" });
  await copy.getByLabel("Template").click();
  await page.getByRole("option", { name: "Mixco" }).click();
  await copy.getByLabel("Name").fill("Antigua");
  await copy.getByRole("button", { name: "Copy to draft" }).click();
  await expect(page.getByRole("complementary", { name: "Antigua" })).toBeVisible();

  await add(page, "queues", "Pasaportes");
  await add(page, "services", "Pasaportes");
  await page.getByLabel("Letter").fill("X");
  await choose(page, "Queue", "Pasaportes");
  await add(page, "profiles", "Ventanilla de pasaportes");
  await expect(page.getByText("This is needed.")).toBeVisible(); // it serves nothing yet
  await page.getByRole("group", { name: "Queues" }).getByRole("button", { name: "Add" }).click();
  await choose(page, "Queue", "Pasaportes");
  await publish(page);

  await page.goto("/studio/users");
  await page.getByRole("button", { name: "From a table" }).click();
  const rows = [
    "login,name,team,profile,skills,roles",
    "nina,Nina Paz,antigua,ventanilla_de_pasaportes,es:5 billing:3,agent@team:antigua",
    "teo,Teo Paz,antigua,phone,es:5 technical:4,agent@team:antigua",
  ];
  await page
    .getByRole("dialog", { name: "From a table" })
    .locator('input[type="file"]')
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) });
  await expect(page.getByText("2 changes", { exact: true }).first()).toBeVisible();
  await publish(page);
  const published = Date.now();

  const kiosk = await paired(request, server.url, "antigua-kiosk");
  for (const login of ["nina", "teo"]) await join(page, request, server.url, login);
  const nina = await Agent.signIn(browser, server.url, "nina", "antigua-1");
  const teo = await Agent.signIn(browser, server.url, "teo", "antigua-2");
  const ticket = await takeTicket(request, server.url, kiosk, "pasaportes");
  expect(ticket.label).toBe("X-001");
  const customer = await Chatter.open(server, "Luis", "¿A qué hora abren en Antigua?");
  await customer.watch(browser);

  await nina.serve(ticket);
  await teo.answer("A las ocho.");
  expect(await customer.heard()).toEqual(["A las ocho."]);
  // The new queue asks for no wrap-up.
  await nina.call("POST", `/works/${ticket.work}/release`, {
    reason: "billing_charge_wrong",
    outcome: "resolved",
  });
  const turn = await request.get(`${server.url}/api/v1/turns/${ticket.token}`);
  expect(((await turn.json()) as { state: string }).state).toBe("done");
  expect(Date.now() - published).toBeLessThan(60_000);

  await customer.vanish();
  for (const agent of [nina, teo]) await agent.close();
});
