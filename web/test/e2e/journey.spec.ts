import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Browser, expect, type Page } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { binary, type TurnoServer } from "./server.ts";
import { applied, call, issue, left, link } from "./story.ts";

// One visit through the whole house, each screen in a browser of its own, against
// the real server: what the visitor, the agent and the team leader see, and what
// the facts say afterwards.

const test = withOwnServer();

test.describe.configure({ mode: "serial" });

const run = promisify(execFile);

async function window(browser: Browser, url: string, size = { width: 1440, height: 900 }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: "en-GB" });
  const page = await context.newPage();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.goto(url);
  return page;
}

/** Takes a ticket by touch; what the kiosk was answered. */
async function touch(kiosk: Page, ...buttons: (string | RegExp)[]) {
  const answer = kiosk.waitForResponse(
    (r) => r.url().endsWith("/tickets") && r.request().method() === "POST",
  );
  for (const name of buttons) await kiosk.getByRole("button", { name }).click();
  const ticket = (await (await answer).json()) as {
    label: string;
    token: string;
    contact: string;
    work: string;
  };
  await expect(kiosk.getByRole("heading", { name: `Your turn is ${ticket.label}` })).toBeVisible();
  return ticket;
}

/** The facts of these days, as `turno export facts` writes them. */
async function facts(
  server: TurnoServer,
  table: "legs" | "agent_intervals",
): Promise<Record<string, string>[]> {
  const day = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+/, "");
  const period = ["--from", day(-24), "--to", day(24)];
  const { stdout } = await run(binary, [
    "export",
    "facts",
    ...period,
    "--only",
    table,
    "--data",
    server.data,
  ]);
  const [head = "", ...lines] = stdout.trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i] ?? "", cell])));
}

/** What an agent did since an instant, without gaps: presence, reason and activity, in order. */
async function dayOf(server: TurnoServer, login: string, since: number): Promise<string[]> {
  const rows = (await facts(server, "agent_intervals")).filter(
    (row) => row["agent_login"] === login && Date.parse(row["from"] ?? "") >= since,
  );
  for (const [i, row] of rows.slice(1).entries()) expect(row["from"], "gapless").toBe(rows[i]?.["to"]);
  return rows.map((row) => [row["presence"], row["reason"], row["activity"]].filter(Boolean).join(" "));
}

/** The legs of a contact. */
async function legsOf(server: TurnoServer, contact: string) {
  return (await facts(server, "legs")).filter((leg) => leg["contact"] === contact);
}

/** An agent at the desk, in English, at the given counter and ready. */
async function ready(
  browser: Browser,
  server: TurnoServer,
  signIn: (page: Page, login: string, to?: string) => Promise<void>,
  login: string,
): Promise<Page> {
  const page = await window(browser, server.url);
  await signIn(page, login, "/desk");
  await call(page, "PATCH", "/me", { language: "en" });
  await page.reload();
  const greeting = page.getByRole("heading", { name: /^Hello/ });
  await expect(greeting).toBeVisible();
  await page.keyboard.press("F2");
  await expect(greeting).toBeHidden();
  return page;
}

/** Calls the visitor who is offered, and begins. */
async function serve(desk: Page, label: string) {
  await expect(desk.getByRole("region", { name: `Next: ${label}` })).toBeVisible();
  await desk.keyboard.press("F4");
  await expect(desk.getByRole("article", { name: label })).toContainText("was called to your counter");
  await desk.keyboard.press("F4");
  await expect(desk.getByRole("article", { name: label })).toContainText("Being served for");
}

/** Ends the service with a reason and a result. */
async function end(desk: Page) {
  await desk.getByRole("combobox", { name: "Reason" }).click();
  await desk.keyboard.press("ArrowDown");
  await desk.keyboard.press("Enter");
  await desk.getByRole("combobox", { name: "Result" }).fill("resol");
  await desk.keyboard.press("Enter");
  await desk.keyboard.press("F9");
  await expect(desk.getByText("left for the wrap-up")).toBeVisible();
}

async function goneHome(...desks: Page[]) {
  for (const desk of desks) {
    await call(desk, "POST", "/desk/sign-out", { force: true });
    await desk.context().close();
  }
}

test("from the kiosk to the facts", async ({ browser, server, signIn, shoot }) => {
  const began = Date.now();
  const kiosk = await window(browser, link(server, "Kiosco Mixco"), { width: 1080, height: 1920 });
  const display = await window(browser, link(server, "Pantalla Mixco"), { width: 1920, height: 1080 });
  const floor = await window(browser, server.url);
  await signIn(floor, "laura", "/floor");
  await call(floor, "PATCH", "/me", { language: "en" });
  await floor.goto("/floor?at=site:mixco");
  const bills = floor
    .getByRole("table", { name: "Queues" })
    .getByRole("row", { name: /^Bills and payments/ });
  await expect(bills).toContainText("target 10:00");

  const visitor = await touch(kiosk, /^English/, /^Bills and payments/, /^Pay a bill/);
  const phone = await window(browser, `${server.url}/t/${visitor.token}`, { width: 390, height: 844 });
  await expect(phone.getByText("You are next")).toBeVisible();
  await expect(display.getByText(visitor.label)).toBeVisible();
  await expect(floor.getByRole("button", { name: /^Waiting\s*1$/ })).toBeVisible();
  await shoot(floor, "journey-floor-waiting");

  const desk = await ready(browser, server, signIn, "ana");
  const next = desk.getByRole("region", { name: `Next: ${visitor.label}` });
  await expect(next).toContainText("Pay a bill");
  // It fills the screen for three seconds: somebody has to be looking by then.
  await Promise.all([
    expect(display.getByRole("alert")).toHaveText(new RegExp(`^${visitor.label}(Counter|Ventanilla) 1$`), {
      timeout: 30_000,
    }),
    desk.keyboard.press("F4"),
  ]);
  await shoot(display, "journey-display-called");
  await expect(desk.getByRole("article", { name: visitor.label })).toContainText(
    "was called to your counter",
  );
  await expect(
    phone.getByText(`${visitor.label}: it is your turn`).or(phone.getByText("It is your turn")).first(),
  ).toBeVisible();
  await shoot(phone, "journey-phone-called");
  await desk.keyboard.press("F4");
  await expect(phone.getByText("You are being served at counter 1")).toBeVisible();
  await expect(
    floor.getByRole("table", { name: "Agents" }).getByRole("row", { name: /Ana Souza/ }),
  ).toContainText("With a visitor");

  await end(desk);
  await expect(phone.getByText("Thank you for your visit")).toBeVisible();
  await desk.keyboard.press("F9");
  await expect(desk.getByRole("heading", { name: "You are ready" })).toBeVisible();

  // Every figure of the floor, and what it was made of.
  await expect(bills).toContainText("100");
  await expect(bills).toContainText("1 ready, 0 busy, 0 not ready");
  const bar = floor.getByRole("region", { name: "Figures of today" });
  for (const figure of [/^Abandoned\s*0\.0%/, /^Agents\s*1$/, /^Ready\s*1$/, /^Busy\s*0$/, /^Not ready\s*0$/])
    await expect(bar.getByRole("button", { name: figure })).toBeVisible();
  await expect(floor.getByRole("button", { name: /^Service today\s*100/ })).toBeVisible();
  await expect(floor.getByRole("button", { name: /^Waiting\s*0$/ })).toBeVisible();
  await floor.getByRole("button", { name: /^Service today/ }).click();
  await expect(floor.getByText("H(T) / (H + A − A(T))").first()).toBeVisible();
  const counted = floor.getByRole("table", { name: "Legs" }).getByRole("row", { name: /Ana Souza/ });
  await expect(counted).toContainText("answered in time");
  await shoot(floor, "journey-floor-figure");
  await counted.getByRole("link").click();
  await expect(floor.getByText(visitor.label).first()).toBeVisible();
  await shoot(floor, "journey-floor-contact");

  await goneHome(desk);
  const legs = await facts(server, "legs");
  expect(legs).toHaveLength(1);
  const leg = legs[0] ?? {};
  expect(leg).toMatchObject({
    contact: visitor.contact,
    work: visitor.work,
    number: "1",
    channel: "visit",
    direction: "inbound",
    site: "mixco",
    queue: "billing",
    service: "payment",
    agent_login: "ana",
    position: "1",
    outcome: "resolved",
    language: "en",
    end: "handled",
    ended_by: "agent",
    offers: "1",
    recalls: "0",
    place: "1",
    sl_threshold_s: "600",
    hold_s: "0",
    parked_s: "0",
  });
  expect(leg["reason"]).not.toBe("");
  const instants = ["arrived", "queued", "offered", "answered", "released", "wrapped"].map(
    (name) => leg[name] ?? "",
  );
  expect(instants).toEqual([...instants].sort());
  expect(instants).not.toContain("");

  expect(await dayOf(server, "ana", began)).toEqual([
    "ready offered",
    "ready engaged",
    "ready wrap_up",
    "ready idle",
  ]);
  for (const page of [kiosk, display, floor, phone]) await page.context().close();
});

test("an agent does not answer, and another gets it at its place", async ({ browser, server, signIn }) => {
  const admin = await window(browser, server.url);
  await signIn(admin, "admin");
  const seconds = (n: number) => (file: string) =>
    file.replace(/(- key: billing\n[^-]*?channel: visit\n[^-]*?offer_timeout:) \S+/, `$1 ${n}s`);
  await applied(admin, seconds(4));

  const began = Date.now();
  const ana = await ready(browser, server, signIn, "ana");
  const visitor = await issue(server, "Kiosco Mixco", "payment");
  await expect(ana.getByRole("region", { name: `Next: ${visitor.label}` })).toBeVisible();
  const behind = await issue(server, "Kiosco Mixco", "payment");
  await expect(ana.getByRole("heading", { name: "An offer was not answered" })).toBeVisible();

  await applied(admin, seconds(60));
  const luis = await ready(browser, server, signIn, "luis");
  await serve(luis, visitor.label);
  await end(luis);
  await left(server, behind.token);
  await goneHome(luis, ana);
  const legs = await legsOf(server, visitor.contact);
  expect(legs).toHaveLength(1);
  expect(legs[0]).toMatchObject({ agent_login: "luis", end: "handled", offers: "2", place: "1" });
  expect((await legsOf(server, behind.contact)).map((leg) => [leg["end"], leg["ended_by"]])).toEqual([
    ["abandoned", "customer"],
  ]);
  expect((await dayOf(server, "ana", began)).at(-1)).toBe("not_ready no_answer idle");
  await admin.context().close();
});

test("a Premier visitor passes before others, and the screen says why", async ({
  browser,
  server,
  signIn,
  shoot,
}) => {
  const leader = await window(browser, server.url);
  await signIn(leader, "laura", "/floor");
  await call(leader, "PATCH", "/me", { language: "en" });
  await call(leader, "POST", "/customers", {
    name: "Ana Lucía Méndez",
    segment: "premier",
    language: "es",
    identities: [{ kind: "document", value: "04567890-1" }],
  });
  const first = await issue(server, "Kiosco Mixco", "payment");
  const premier = await issue(server, "Kiosco Mixco", "claim", "04567890-1");
  const desk = await ready(browser, server, signIn, "ana");
  const offer = desk.getByRole("region", { name: `Next: ${premier.label}` });
  await expect(offer).toContainText("Premier");
  await offer.getByRole("button", { name: "Why me?" }).click();
  await expect(desk.getByText("It came to you")).toBeVisible();
  await expect(desk.getByText("Premier adds 30: it goes before those with less")).toBeVisible();
  await shoot(desk, "journey-premier");
  await desk.keyboard.press("Escape");
  await serve(desk, premier.label);
  await end(desk);
  await desk.keyboard.press("F9");
  await serve(desk, first.label);
  await end(desk);
  await goneHome(desk);
  const [premierLeg] = await legsOf(server, premier.contact);
  const [firstLeg] = await legsOf(server, first.contact);
  expect(premierLeg).toMatchObject({ segment: "premier", priority: "50", end: "handled" });
  expect(firstLeg).toMatchObject({ segment: "", priority: "20", end: "handled" });
  expect((premierLeg?.["arrived"] ?? "") > (firstLeg?.["arrived"] ?? "")).toBe(true);
  expect((premierLeg?.["answered"] ?? "") < (firstLeg?.["answered"] ?? "")).toBe(true);
  await leader.context().close();
});

test("the server is killed, and all go on", async ({ browser, server, signIn }) => {
  const began = Date.now();
  const desk = await ready(browser, server, signIn, "ana");
  const served = await issue(server, "Kiosco Mixco", "payment");
  await serve(desk, served.label);
  await desk.getByLabel("Note").fill("Asked for a copy.");
  const waiting = [
    await issue(server, "Kiosco Mixco", "payment"),
    await issue(server, "Kiosco Mixco", "payment"),
  ];
  const phone = await window(browser, `${server.url}/t/${waiting[1]?.token}`, { width: 390, height: 844 });
  await expect(phone.getByText("1 persona antes de usted")).toBeVisible();
  const display = await window(browser, link(server, "Pantalla Mixco"), { width: 1920, height: 1080 });

  await expect(display.getByText(`${waiting[1]?.label}`).first()).toBeVisible();

  await server.stop("SIGKILL");
  // Long enough for the screens to have tried in vain more than once.
  await expect(desk.getByText("Connection lost").first()).toBeVisible();
  await expect(phone.getByText(/conexión/i).first()).toBeVisible();
  await desk.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/v1/me"));
  await expect(desk.getByLabel("Note")).toHaveValue("Asked for a copy.");
  await server.start();

  await expect(desk.getByText("Connection lost").first()).toBeHidden({ timeout: 20_000 });
  await expect(phone.getByText("1 persona antes de usted")).toBeVisible({ timeout: 20_000 });
  await expect(desk.getByRole("article", { name: served.label })).toContainText("Being served for");
  await expect(desk.getByLabel("Note")).toHaveValue("Asked for a copy.");
  await end(desk);
  await desk.keyboard.press("F9");
  await expect(desk.getByRole("region", { name: `Next: ${waiting[0]?.label}` })).toBeVisible();
  await desk.keyboard.press("F4");
  await expect(display.getByRole("alert")).toContainText(`${waiting[0]?.label}`);
  await expect(phone.getByText("Sigue usted")).toBeVisible();
  // Who leaves leaves the floor too, and not while a visitor is called.
  const menu = desk.getByRole("button", { name: /settings and sign out/ });
  await menu.click();
  await desk.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(desk.getByText("You still have work in hand")).toBeVisible();
  await desk.keyboard.press("F4");
  await expect(desk.getByRole("article", { name: waiting[0]?.label })).toContainText("Being served for");
  await end(desk);
  await desk.keyboard.press("F9");
  await expect(desk.getByRole("region", { name: `Next: ${waiting[1]?.label}` })).toBeVisible();
  await menu.click();
  await desk.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(desk.getByLabel("User name")).toBeVisible();
  await desk.context().close();
  await expect(phone.getByText("Sigue usted")).toBeVisible();
  const legs = await legsOf(server, served.contact);
  expect(legs.map((leg) => [leg["end"], leg["offers"], leg["agent_login"]])).toEqual([
    ["handled", "1", "ana"],
  ]);
  expect((await dayOf(server, "ana", began)).slice(0, 4)).toEqual([
    "ready idle",
    "ready offered",
    "ready engaged",
    "ready wrap_up",
  ]);
  await phone.context().close();
  await display.context().close();
});
