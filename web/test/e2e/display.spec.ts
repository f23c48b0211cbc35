import { expect, type Page } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { Agent, devicePaths, type Ticket, takeTicket } from "./people.ts";

// What the people who wait at a branch see and hear.

const test = withOwnServer();

/** Gives the browser voices, and writes down what they would say: a machine for tests has none. */
function voices(): void {
  const heard: string[] = [];
  Object.assign(window, { heard });
  const voice = (lang: string) => ({ lang, localService: true, name: lang, voiceURI: lang, default: false });
  class Utterance {
    voice: { lang: string } | undefined;
    lang = "";
    rate = 1;
    onend: (() => void) | undefined;
    readonly text: string;
    constructor(text: string) {
      this.text = text;
    }
  }
  Object.assign(window, { SpeechSynthesisUtterance: Utterance });
  Object.defineProperty(window, "speechSynthesis", {
    value: {
      getVoices: () => [voice("es-MX"), voice("en-US")],
      speak(said: Utterance) {
        heard.push(`${said.lang}: ${said.text}`);
        setTimeout(() => said.onend?.(), 200);
      },
    },
  });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    if (this.frequency.value === 784) heard.push("chime");
    return start.call(this, when);
  };
}

/** Holds the page to a browser's rule: silent until a person has touched it. A test's own doings count as touch. */
function silent(): void {
  let touched = false;
  window.addEventListener(
    "pointerdown",
    () => {
      touched = true;
    },
    true,
  );
  const resume = AudioContext.prototype.resume;
  AudioContext.prototype.resume = function () {
    return touched ? resume.call(this) : new Promise(() => {});
  };
  const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state");
  Object.defineProperty(BaseAudioContext.prototype, "state", {
    get() {
      return touched ? state?.get?.call(this) : "suspended";
    },
  });
}
const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: string[] }).heard);

async function callNext(agent: Agent, ticket: Ticket): Promise<void> {
  const { offer } = await agent.has(ticket.work, "offered");
  await agent.call("POST", `/works/${ticket.work}/accept`, { offer });
}

test("a call fills the screen, with chime and voice, then stands on the board; a recall again", async ({
  browser,
  request,
  server,
  expectAccessible,
  shoot,
}) => {
  const paths = await devicePaths(request, server.url);
  const take = (language: string) =>
    takeTicket(request, server.url, paths.get("san_salvador-kiosk"), "payment", language);
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1920, height: 1080 },
    locale: "en-GB",
  });
  const screen = await context.newPage();
  await screen.addInitScript(voices);
  await screen.addInitScript(silent);
  await screen.goto(paths.get("san_salvador-display") ?? "");
  await expect(screen.getByRole("heading", { name: "San Salvador" })).toBeVisible();
  const [first, second] = [await take("en"), await take("es")];
  const next = screen.getByRole("complementary");
  await expect(next.getByText(first.label)).toBeVisible();
  await expect(next.getByText(second.label)).toBeVisible();
  await expect(next.getByText(/Bienvenidos|Welcome/)).toBeVisible(); // a notice

  // One touch, once, and the screen may sound.
  await screen.getByRole("button", { name: /Start the sound|Activar el sonido/ }).click();
  await expect(screen.getByRole("button", { name: /Start the sound|Activar el sonido/ })).toBeHidden();

  const carlos = await Agent.signIn(browser, server.url, "carlos", "san_salvador-4");
  await callNext(carlos, first);
  const call = screen.getByRole("alert");
  await expect(call).toBeVisible();
  const from = Date.now();
  // In the visitor's own language, whatever the board speaks.
  await expect(call).toHaveText(`${first.label}Counter 4`);
  await shoot(screen, "display-call");
  await expect(call).toBeHidden();
  expect(Date.now() - from).toBeLessThan(6_000);
  const spoken = first.label.replace(/-0*/, " ");
  await expect
    .poll(() => heard(screen))
    .toEqual([
      "chime",
      `en-US: Ticket ${spoken}, please go to counter 4.`,
      `es-MX: Turno ${spoken}, pase a la ventanilla 4.`,
    ]);
  const newest = screen.getByRole("region", { name: /Called now|Llamado ahora/ });
  await expect(newest).toContainText(first.label);
  await expect(next.getByText(first.label)).toBeHidden();
  await expect(next.getByText(second.label)).toBeVisible();
  await expectAccessible(screen);
  await shoot(screen, "display");

  await carlos.call("POST", `/visits/${first.contact}/recall`);
  await expect(call).toHaveText(`${first.label}Counter 4`);
  await expect.poll(async () => (await heard(screen)).filter((sound) => sound === "chime").length).toBe(2);

  // The next visitor takes the place; the board keeps both, in both languages by turns.
  await carlos.call("POST", `/visits/${first.contact}/begin`);
  await carlos.finish(first, "billing_payment_made", "resolved");
  await callNext(carlos, second);
  await expect(newest).toContainText(second.label);
  await expect(screen.getByRole("list", { name: /Last called|Últimos llamados/ })).toContainText(first.label);
  await expect(screen.locator("html")).toHaveAttribute("lang", "es", { timeout: 15_000 });
  await expect(screen.locator("html")).toHaveAttribute("lang", "en", { timeout: 15_000 });
  await carlos.call("POST", `/visits/${second.contact}/begin`);
  await carlos.finish(second, "billing_payment_made", "resolved");
  await carlos.call("POST", "/desk/sign-out");
  await carlos.close();
  await context.close();
});

test("the notices take turns, in the order of the file", async ({ page, request, server }) => {
  const paths = await devicePaths(request, server.url);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.clock.install();
  await page.goto(paths.get("mixco-display") ?? "");
  const side = page.getByRole("complementary");
  const notices = [
    /Welcome\.|Bienvenidos\./,
    /identity document|documento de identidad/,
    /pay your bill online|pagar su factura en línea/,
  ];
  for (const turn of [0, 1, 2, 0]) {
    for (const [index, notice] of notices.entries())
      await expect(side.getByText(notice)).toHaveCount(index === turn ? 1 : 0);
    await page.clock.runFor(12_000);
  }
});

test("two screens of a branch show the same, never a name, and outlive the server", async ({
  browser,
  request,
  server,
  shoot,
}) => {
  const paths = await devicePaths(request, server.url);
  const kiosk = paths.get("san_salvador-kiosk");
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1080, height: 1920 } });
  const screens = [await context.newPage(), await context.newPage()];
  for (const screen of screens) await screen.goto(paths.get("san_salvador-display") ?? "");
  const before = await takeTicket(request, server.url, kiosk, "sales", "es");
  for (const screen of screens) await expect(screen.getByText(before.label)).toBeVisible();

  await server.stop("SIGKILL");
  for (const screen of screens)
    await expect(screen.getByText(/(No connection|Sin conexión)\./)).toBeVisible({ timeout: 15_000 });
  for (const screen of screens) await expect(screen.getByText(before.label)).toBeVisible(); // what was known stays
  await server.start();
  const after = await takeTicket(request, server.url, kiosk, "sales", "es");
  for (const screen of screens) {
    await expect(screen.getByText(after.label)).toBeVisible({ timeout: 20_000 });
    await expect(screen.getByText(/(No connection|Sin conexión)\./)).toBeHidden();
  }
  const [portrait] = screens;
  if (portrait !== undefined) await shoot(portrait, "display-portrait");
  for (const { token } of [before, after]) await request.post(`${server.url}/api/v1/turns/${token}/leave`);
  await context.close();
});
