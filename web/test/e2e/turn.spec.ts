import { expect, type Page } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { Agent, devicePaths, type Ticket, takeTicket } from "./people.ts";

// What a visitor does on the phone, from the ticket to the end of the visit.

const test = withOwnServer();

const phoneSize = { width: 360, height: 740 };

interface Alerted {
  vibrations: number;
  chimes: number;
}

/** Writes down what a phone would feel and hear. */
function listen(): void {
  const alerted: Alerted = { vibrations: 0, chimes: 0 };
  Object.assign(window, { alerted });
  navigator.vibrate = () => {
    alerted.vibrations++;
    return true;
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    alerted.chimes++;
    return start.call(this, when);
  };
}
const alerted = (page: Page) => page.evaluate(() => (window as unknown as { alerted: Alerted }).alerted);

/** Nothing on the page is wider than the phone. */
async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    phoneSize.width,
  );
}

test("from the ticket to the counter: place, more time once, the call, the end", async ({
  browser,
  request,
  server,
  expectAccessible,
  shoot,
}) => {
  const baseURL = server.url;
  const kiosk = (await devicePaths(request, baseURL)).get("sao_paulo-kiosk");
  const take = (service = "payment") => takeTicket(request, baseURL, kiosk, service, "en");
  const beatriz = await Agent.signIn(browser, baseURL, "beatriz", "sao_paulo-2", false);
  const [first, mine, third] = [await take(), await take(), await take()];

  const context = await browser.newContext({
    baseURL,
    viewport: phoneSize,
    hasTouch: true,
    isMobile: true,
    locale: "pt-BR",
    permissions: ["notifications"],
  });
  const phone = await context.newPage();
  await phone.addInitScript(listen);
  await phone.goto(`/t/${mine.token}`);
  // In the language of the kiosk, not of the phone, until the visitor says otherwise.
  await expect(phone.getByRole("heading", { name: mine.label })).toBeVisible();
  await expect(phone.getByText("1 person before you")).toBeVisible();
  await expect(phone).toHaveTitle(`1 · ${mine.label}`);
  await expectAccessible(phone);
  await fits(phone);
  await shoot(phone, "turn-waiting");
  await phone.getByRole("button", { name: "Language: English" }).tap();
  await phone.getByRole("menuitem", { name: "Italiano" }).tap();
  await expect(phone.getByText("1 persona prima di lei")).toBeVisible();
  await phone.getByRole("button", { name: "Lingua: Italiano" }).tap();
  await phone.getByRole("menuitem", { name: "English" }).tap();

  await phone.getByRole("button", { name: "Tell me when it is my turn" }).tap();
  await expect(phone.getByText("You get a notification, a sound and vibration.")).toBeVisible();

  // More time, once: the third visitor goes first.
  await phone.getByRole("button", { name: "I need more time" }).tap();
  await expect(phone.getByRole("button", { name: "Give me more time" })).toBeDisabled();
  await phone.getByText("Come back later").tap();
  await expect(phone.getByRole("radio", { name: "15 minutes" })).toBeVisible();
  await phone.getByText("Let others go first").tap();
  await phone.getByRole("radio", { name: "1 person" }).tap();
  await expectAccessible(phone);
  await shoot(phone, "turn-more-time");
  await phone.getByRole("button", { name: "Give me more time" }).tap();
  await expect(phone.getByText("2 people before you")).toBeVisible();
  await expect(phone.getByRole("button", { name: "I need more time" })).toBeHidden();

  // The line moves on.
  await beatriz.call("PUT", "/desk/presence", { presence: "ready" });
  for (const ticket of [first, third]) {
    await beatriz.serve(ticket);
    await beatriz.finish(ticket, "billing_payment_made", "resolved");
  }
  await expect(phone.getByText("You are next")).toBeVisible();

  // The call: the whole page, the title, sound and vibration; and again when recalled.
  await accept(beatriz, mine);
  await expect(phone.getByRole("alert")).toContainText(`It is your turn${mine.label}Counter 2`);
  await expect(phone).toHaveTitle(`▶ Counter 2 · ${mine.label}`);
  expect(await alerted(phone)).toEqual({ vibrations: 1, chimes: 4 });
  await expectAccessible(phone);
  await fits(phone);
  await shoot(phone, "turn-called");
  await beatriz.call("POST", `/visits/${mine.contact}/recall`);
  await expect.poll(async () => (await alerted(phone)).vibrations).toBe(2);

  await beatriz.call("POST", `/visits/${mine.contact}/begin`);
  await expect(phone.getByText("You are being served at counter 2")).toBeVisible();
  await beatriz.finish(mine, "billing_payment_made", "resolved");
  await expect(phone.getByRole("heading", { name: "Thank you for your visit" })).toBeVisible();
  await expectAccessible(phone);
  await shoot(phone, "turn-done");
  await context.close();
  await beatriz.call("POST", "/desk/sign-out");
  await beatriz.close();
});

async function accept(agent: Agent, ticket: Ticket): Promise<void> {
  const { offer } = await agent.has(ticket.work, "offered");
  await agent.call("POST", `/works/${ticket.work}/accept`, { offer });
}

test("in the pocket the call comes as a notification", async ({ browser, request, server }) => {
  const baseURL = server.url;
  const kiosk = (await devicePaths(request, baseURL)).get("sao_paulo-kiosk");
  const beatriz = await Agent.signIn(browser, baseURL, "beatriz", "sao_paulo-1", false);
  const mine = await takeTicket(request, baseURL, kiosk, "payment", "en");
  const context = await browser.newContext({ baseURL, viewport: phoneSize, permissions: ["notifications"] });
  const phone = await context.newPage();
  await phone.addInitScript(() => {
    // A page that is not looked at, which a browser without a window cannot show.
    Object.defineProperty(document, "hidden", { get: () => "pocket" in window });
    // What the browser took; whether a desktop shows it is the desktop's affair.
    const shown: string[] = [];
    Object.assign(window, { shown });
    const show = ServiceWorkerRegistration.prototype.showNotification;
    ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
      await show.call(this, title, options).catch((error) => shown.push(String(error)));
      shown.push(`${title} / ${options?.body}`);
    };
  });
  await phone.goto(`/t/${mine.token}`);
  await phone.getByRole("button", { name: "Tell me when it is my turn" }).click();
  await expect(phone.getByText("You get a notification")).toBeVisible();
  await phone.evaluate(() => Object.assign(window, { pocket: true }));
  await beatriz.call("PUT", "/desk/presence", { presence: "ready" });
  await accept(beatriz, mine);
  const shown = () => phone.evaluate(() => (window as unknown as { shown: string[] }).shown);
  await expect.poll(shown).toEqual([`${mine.label}: it is your turn / Counter 1`]);
  await beatriz.call("POST", `/visits/${mine.contact}/begin`);
  await beatriz.finish(mine, "billing_payment_made", "resolved");
  await context.close();
  await beatriz.call("POST", "/desk/sign-out");
  await beatriz.close();
});

test("a visitor leaves by phone, after being asked once", async ({
  page,
  request,
  server,
  expectAccessible,
}) => {
  const baseURL = server.url;
  const kiosk = (await devicePaths(request, baseURL)).get("sao_paulo-kiosk");
  const mine = await takeTicket(request, baseURL, kiosk, "sales", "en");
  await page.setViewportSize(phoneSize);
  await page.goto(`/t/${mine.token}`);
  await page.getByRole("button", { name: "Leave the line" }).click();
  const question = page.getByRole("dialog", { name: "Leave the line?" });
  await expect(question).toContainText(`ticket ${mine.label} is not called any more`);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("You are next")).toBeVisible();
  await page.getByRole("button", { name: "Leave the line" }).click();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { name: "You have left the line" })).toBeVisible();
  await expectAccessible(page);
});

test("a lost connection says so, keeps the place on the page, and catches up", async ({
  page,
  request,
  server,
  shoot,
}) => {
  const baseURL = server.url;
  const kiosk = (await devicePaths(request, baseURL)).get("sao_paulo-kiosk");
  const before = await takeTicket(request, baseURL, kiosk, "technical", "en");
  const mine = await takeTicket(request, baseURL, kiosk, "technical", "en");
  await page.setViewportSize(phoneSize);
  await page.goto(`/t/${mine.token}`);
  await expect(page.getByText("1 person before you")).toBeVisible();
  await server.stop("SIGKILL");
  await expect(page.getByText(/Connection lost/)).toBeVisible();
  await expect(page.getByText("1 person before you")).toBeVisible();
  await shoot(page, "turn-lost");
  await server.start();
  await request.post(`${baseURL}/api/v1/turns/${before.token}/leave`);
  await expect(page.getByText("You are next")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/Connection lost/)).toBeHidden();
  await page.goto("/t/nosuchtokenatall0");
  await expect(page.getByRole("heading", { name: "We do not know this ticket yet" })).toBeVisible();
  await request.post(`${baseURL}/api/v1/turns/${mine.token}/leave`);
});
