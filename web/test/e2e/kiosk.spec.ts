import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, expect, type Page } from "@playwright/test";
import { browser as launch } from "../../playwright.config.ts";
import { demoPassword } from "./demo.ts";
import { withOwnServer } from "./own.ts";
import type { TurnoServer } from "./server.ts";
import { applied, issue, link } from "./story.ts";

// What a visitor does at the touch screen of a branch, with its line and without.

const test = withOwnServer();

const portrait = { width: 1080, height: 1920 };
const panel = { viewport: portrait, hasTouch: true, locale: "en-GB" };

async function at(browser: Browser, server: TurnoServer, kiosk: string, path = ""): Promise<Page> {
  const context = await browser.newContext(panel);
  const page = await context.newPage();
  await page.goto(`${link(server, kiosk)}${path}`);
  return page;
}

async function touch(page: Page, ...names: (string | RegExp)[]): Promise<void> {
  for (const name of names) await page.getByRole("button", { name, exact: true }).tap();
}

/** The label of the ticket on the screen. */
async function label(page: Page): Promise<string> {
  const heading = page.getByRole("heading", { name: /Your turn is/ });
  await expect(heading).toBeVisible();
  return /[A-Z]+-\d+/.exec((await heading.textContent()) ?? "")?.[0] ?? "";
}

test("a visitor takes a ticket by touch, and has it on paper and on the phone", async ({
  browser,
  server,
  expectAccessible,
  shoot,
}) => {
  const page = await at(browser, server, "Kiosco San Salvador");
  await expect(page.getByRole("heading", { name: /Bienvenido|Welcome/ })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "kiosk-language");

  await issue(server, "Kiosco San Salvador", "payment");
  await touch(page, /^English/);
  await expect(page.getByRole("heading", { name: "What can we do for you?" })).toBeFocused();
  await shoot(page, "kiosk-service");
  await touch(page, /^Bills and payments/);
  await expect(page.getByRole("button", { name: /Pay a bill\s*1 waiting/ })).toBeVisible();
  await expectAccessible(page);
  // Every button is for fingers.
  for (const button of await page.getByRole("button").all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(72);

  await touch(page, /^Pay a bill/);
  const ticket = await label(page);
  expect(ticket).toMatch(/^P-\d{3}$/);
  await expect(page.getByText("1 person before you").first()).toBeVisible();
  await expect(
    page.getByRole("main").getByRole("img", { name: "Follow your turn on your phone" }),
  ).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "kiosk-ticket");

  // On 80 mm paper: the ticket and nothing else.
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await touch(page, "Print");
  await expect(page.locator("body")).toHaveAttribute("data-printed");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByTestId("paper")).toBeVisible();
  await expect(page.getByTestId("paper")).toContainText(ticket);
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const width_mm = (Number(/MediaBox\s*\[\s*0 0 ([\d.]+)/.exec(pdf)?.[1]) / 72) * 25.4;
  expect(Math.round(width_mm)).toBe(80);
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: null });

  await touch(page, "Done");
  await expect(page.getByRole("button", { name: /^English/ })).toBeVisible();
  await page.context().close();
});

test("a customer is greeted without a name, and anybody may go on without", async ({
  browser,
  server,
  expectAccessible,
  shoot,
}) => {
  const office = await (await browser.newContext({ baseURL: server.url })).newPage();
  const session = await office.request.post("/api/v1/session", {
    data: { login: "admin", password: demoPassword("admin") },
  });
  const { csrf } = (await session.json()) as { csrf: string };
  const made = await office.request.post("/api/v1/customers", {
    headers: { "X-CSRF-Token": csrf },
    data: {
      name: "Ana Lucía Méndez",
      segment: "premier",
      identities: [{ kind: "document", value: "04517788K" }],
    },
  });
  expect(made.ok(), await made.text()).toBe(true);

  const page = await at(browser, server, "Kiosco San Salvador");
  await touch(page, /^English/, /^Fix a fault/);
  await expect(page.getByRole("heading", { name: "Your document number or phone?" })).toBeVisible();
  await touch(page, "4", "5", "1", "Continue");
  await expect(page.getByRole("alert")).toHaveText(
    "We do not find this number. Check it, or go on without it.",
  );
  await expectAccessible(page);
  await shoot(page, "kiosk-person");

  // The keys of the screen, letters too; what was typed is still there.
  await expect(page.getByRole("textbox")).toHaveValue("451");
  for (let n = 0; n < 3; n++) await touch(page, "Erase the last character");
  await touch(page, "Letters", "0", "4", "5", "1", "7", "7", "8", "8", "K");
  await expectAccessible(page);
  const answer = page.waitForResponse((response) => response.url().endsWith("/tickets"));
  await touch(page, "Continue");
  await expect(page.getByText("Good to see you again")).toBeVisible();
  await label(page);
  expect(((await (await answer).json()) as { segment: string }).segment).toBe("premier");
  await expect(page.locator("body")).not.toContainText("Méndez");
  await touch(page, "Done");

  // By keyboard alone, and without saying who.
  await page.getByRole("button", { name: /^English/ }).press("Enter");
  await page.getByRole("button", { name: /^Fix a fault/ }).press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "What can we do for you?" })).toBeFocused();
  for (let n = 0; n < 4; n++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Go on without" }).press("Enter");
  await expect(page.getByText("Good to see you again")).toBeHidden();
  await label(page);
  await page.context().close();
  await office.context().close();
});

test("the screen goes home by itself, gently, and gives more time to who wants it", async ({
  browser,
  server,
}) => {
  const context = await browser.newContext(panel);
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(link(server, "Kiosco San Salvador"));
  await touch(page, /^English/);
  await expect(page.getByRole("heading", { name: "What can we do for you?" })).toBeVisible();
  await page.clock.fastForward(27_000);
  await expect(page.getByText(/Back to the start in 1\d s/)).toBeVisible();
  await touch(page, "More time");
  await expect(page.getByText(/Back to the start/)).toBeHidden();
  await page.clock.fastForward(41_000);
  await expect(page.getByRole("button", { name: /^Español/ })).toBeVisible();
  await context.close();
});

test("outside the opening hours the kiosk says when to come back, and opens by itself", async ({
  browser,
  server,
  expectAccessible,
  shoot,
}) => {
  const page = await at(browser, server, "Totem Catania");
  await touch(page, /^English/);
  await expect(page.getByRole("heading", { name: "What can we do for you?" })).toBeVisible();

  const office = await (await browser.newContext({ baseURL: server.url })).newPage();
  await office.request.post("/api/v1/session", { data: { login: "admin", password: demoPassword("admin") } });
  const tomorrow = new Intl.DateTimeFormat("en", { timeZone: "Europe/Rome", weekday: "short" })
    .format(Date.now() + 24 * 3_600_000)
    .toLowerCase();
  const catania = /(\n {2}- key: catania\n {4}name: .*\n {4}region: [\s\S]*?calendar: )\S+/;
  await applied(office, (file) =>
    file
      .replace(catania, "$1seldom")
      .replace(
        "\ncalendars:\n",
        `\ncalendars:\n  - {key: seldom, name: {es: Raro}, week: {${tomorrow}: ["08:30-12:00"]}}\n`,
      ),
  );
  await expect(page.getByRole("heading", { name: "We are closed" })).toBeVisible();
  await expect(page.getByText(/We open again: tomorrow, 8:30\sAM/)).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "kiosk-closed");
  await applied(office, (file) => file.replace(catania, "$1always"));
  await expect(page.getByRole("heading", { name: "We are closed" })).toBeHidden();
  await page.context().close();
  await office.context().close();
});

test("cut off, the kiosk goes on giving numbers, which join the line in their order", async ({
  browser,
  server,
  shoot,
}) => {
  const page = await at(browser, server, "Totem São Paulo");
  const kiosk = page.context();
  await touch(page, /^English/);
  // Numbers are in reserve.
  await page.waitForFunction(() => {
    const journal = JSON.parse(localStorage.getItem("turno.kiosk.sao_paulo-kiosk") ?? "{}");
    return journal.blocks?.length === 6;
  });

  await kiosk.setOffline(true);
  await touch(page, /^Bills and payments/, /^Pay a bill/);
  const first = await label(page);
  await expect(page.getByText("Your place is kept. We call you on the display.").first()).toBeVisible();
  await expect(page.getByText("Without connection: tickets are valid and join the line later")).toBeVisible();
  await shoot(page, "kiosk-offline");
  await touch(page, "Done", /^English/, /^Bills and payments/, /^Pay a bill/);
  const second = await label(page);
  expect(Number(second.slice(2))).toBe(Number(first.slice(2)) + 1);

  // Meanwhile somebody came in by another door, and the first visitor opens the page of the ticket.
  const other = await issue(server, "Totem São Paulo", "payment");
  const held = await page.evaluate(() => {
    const journal = JSON.parse(localStorage.getItem("turno.kiosk.sao_paulo-kiosk") ?? "{}");
    return journal.outbox as { label: string; token: string }[];
  });
  expect(held.map((ticket) => ticket.label)).toEqual([first, second]);
  const phones = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "en-GB" });
  const phone = await phones.newPage();
  await phone.goto(`${server.url}/t/${held[0]?.token}`);
  await expect(phone.getByRole("heading", { name: "We do not know this ticket yet" })).toBeVisible();

  // The line is back, but the tickets cannot be sent yet; a reload loses nothing.
  await page.route("**/late", (route) => route.abort());
  await kiosk.setOffline(false);
  await page.reload();
  const waiting = page.getByText("2 senhas entram na fila"); // at home it speaks the branch's language
  await expect(waiting).toBeVisible();
  await page.unroute("**/late");
  await expect(waiting).toBeHidden({ timeout: 20_000 });

  // In the order they were taken: both before the one who came later.
  await expect(phone.getByText("You are next").or(phone.getByText("A próxima senha é a sua"))).toBeVisible();
  const later = await phones.newPage();
  await later.goto(`${server.url}/t/${other.token}`);
  await expect(later.getByText(/^2 (people before you|personas antes de usted)$/)).toBeVisible();
  await kiosk.close();
  await phones.close();
});

test("the server is killed: tickets go on, and one it will not take is kept for the staff", async ({
  browser,
  server,
  expectAccessible,
  shoot,
}) => {
  const page = await at(browser, server, "Kiosco Mixco");
  await touch(page, /^English/);
  await page.waitForFunction(() => {
    const journal = JSON.parse(localStorage.getItem("turno.kiosk.mixco-kiosk") ?? "{}");
    return journal.blocks?.length === 6;
  });
  await server.stop("SIGKILL");
  await touch(page, /^Buy a service/);
  await label(page);
  await touch(page, "Done");
  await expect(page.getByText(/Sin conexión|Without connection/)).toBeVisible();

  // A number that was never this kiosk's, as after a store was put back from a copy.
  await page.evaluate(() => {
    const key = "turno.kiosk.mixco-kiosk";
    const journal = JSON.parse(localStorage.getItem(key) ?? "{}");
    const [ticket] = journal.outbox;
    journal.outbox.push({ ...ticket, number: 777, label: "V-777", token: "aaaabbbbccccdddd" });
    localStorage.setItem(key, JSON.stringify(journal));
  });
  await server.start();
  await touch(page, /^English/);
  const chip = page.getByRole("button", { name: "1 ticket for the staff" });
  await expect(chip).toBeVisible({ timeout: 20_000 });
  await chip.tap();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("row")).toContainText(["V-777"]);
  await expect(sheet.getByRole("row")).toContainText("Its number or its service is not this kiosk's");
  await expectAccessible(page);
  await shoot(page, "kiosk-staff");
  await sheet.getByRole("button", { name: "Seen to" }).tap();
  await expect(sheet.getByText("V-777")).toBeHidden();
  await page.context().close();
});

test("a browser that starts while the server is away shows the kiosk and gives its numbers", async ({
  server,
}) => {
  const profile = await mkdtemp(join(tmpdir(), "turno-kiosk-"));
  const start = () => chromium.launchPersistentContext(profile, { ...launch, ...panel });
  const address = link(server, "Kiosco Mixco");
  const before = await start();
  const first = await before.newPage();
  await first.goto(address);
  await first.waitForFunction(() => {
    const journal = JSON.parse(localStorage.getItem("turno.kiosk.mixco-kiosk") ?? "{}");
    return journal.blocks?.length === 6;
  });
  await first.evaluate(() => navigator.serviceWorker.ready);
  await before.close();

  await server.stop("SIGKILL");
  const after = await start();
  const page = await after.newPage();
  await page.goto(address);
  await touch(page, /^English/, /^Buy a service/);
  const given = await label(page);
  await expect(page.getByText("Your place is kept. We call you on the display.").first()).toBeVisible();
  const [ticket] = await page.evaluate(() => {
    const journal = JSON.parse(localStorage.getItem("turno.kiosk.mixco-kiosk") ?? "{}");
    return journal.outbox as { label: string; token: string }[];
  });
  expect(ticket?.label).toBe(given);

  await server.start();
  await expect
    .poll(async () => (await fetch(`${server.url}/api/v1/turns/${ticket?.token}`)).status, {
      timeout: 20_000,
    })
    .toBe(200);
  // Only the page and its files are kept; nothing that a server answered.
  const kept = await page.evaluate(async () => {
    const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)));
    const requests = await Promise.all(caches.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.filter((path) => !/^\/(index\.html|favicon\.svg|assets\/.*)$/.test(path))).toEqual([]);
  await after.close();
  await rm(profile, { recursive: true, force: true });
});
