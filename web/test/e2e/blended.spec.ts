import { type Browser, expect, type Page } from "@playwright/test";
import { Chatter } from "./chatter.ts";
import { demoPassword } from "./demo.ts";
import { leave, serve, ticket } from "./desk.ts";
import { withOwnServer } from "./own.ts";
import { applied, call } from "./story.ts";

// One agent at a counter with a visitor in front and two chats in between, by the
// capacity rules, against the real server. The customers who write come by the
// door that the widget uses.

const test = withOwnServer();

test.describe.configure({ mode: "serial" });
test.setTimeout(150_000);

/** Counters serve chats too, as their units allow: a visitor and two chats, no more. */
async function blended(browser: Browser, url: string) {
  const admin = await browser.newPage({ baseURL: url });
  await admin.request.post("/api/v1/session", { data: { login: "admin", password: demoPassword("admin") } });
  await applied(admin, (file) =>
    file.replace(
      /^( {2}- key: counter\n {4}name: .*\n)( {4}queues:\n)/m,
      [
        "$1    capacity:",
        "      - {channel: visit, units: 40, max: 1}",
        "      - {channel: chat, units: 30, max: 2}",
        "$2      - {queue: chat, rank: 2}\n",
      ].join("\n"),
    ),
  );
  await admin.close();
}

/** An agent of Mixco at the desk, in English and ready. */
async function atDesk(
  browser: Browser,
  url: string,
  signIn: (page: Page, login: string, to?: string) => Promise<void>,
  login: string,
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, login, "/desk");
  await call(page, "PATCH", "/me", { language: "en" });
  await page.reload();
  const hello = page.getByRole("heading", { name: /^Hello/ });
  await expect(hello).toBeVisible();
  await page.keyboard.press("F2");
  await expect(hello).toBeHidden();
  return page;
}

const works = (page: Page) => page.getByRole("region", { name: "My work" });
const thread = (page: Page, name: string) => page.getByRole("log", { name: `Conversation with ${name}` });
const field = (page: Page, name: string) => page.getByRole("textbox", { name: `Message to ${name}` });

/** Takes the chat that is offered. */
async function take(page: Page, name: string) {
  await expect(page.getByRole("region", { name: `Next: ${name}` })).toBeVisible();
  await page.keyboard.press("F4");
  await expect(page.getByRole("article", { name })).toBeVisible();
}

test.beforeAll(async ({ browser, server }) => {
  await blended(browser, server.url);
});

test("a visitor with two chats in between, and no more than the units allow", async ({
  browser,
  server,
  signIn,
  shoot,
  expectAccessible,
}) => {
  const desk = await atDesk(browser, server.url, signIn, "ana");
  const visitor = await ticket(server, "claim");
  await serve(desk, visitor.label);
  await desk.getByLabel("Note").fill("Paid twice in November.");

  // A first chat fits beside the visitor; taking it is no answer yet.
  const marta = await Chatter.open(server, "Marta Gil", "Hola, ¿están ahí?", { email: "marta@example.com" });
  await marta.watch(browser);
  await take(desk, "Marta Gil");
  await expect(thread(desk, "Marta Gil")).toContainText("Hola, ¿están ahí?");
  await expect(works(desk).getByRole("button", { name: /Marta Gil/ })).toContainText("say hello");
  await shoot(desk, "blended-chat-taken");
  await expectAccessible(desk);
  await field(desk, "Marta Gil").fill("Hola, Marta.\n¿En qué puedo ayudarle?");
  await desk.keyboard.press("Enter");
  await expect(thread(desk, "Marta Gil").getByRole("img", { name: /Sent|Delivered|Read/ })).toBeVisible();
  await expect.poll(() => marta.heard()).toEqual(["Hola, Marta.\n¿En qué puedo ayudarle?"]);
  await expect(works(desk).getByRole("button", { name: /Marta Gil/ })).toContainText("their turn");
  await expect(field(desk, "Marta Gil")).toHaveValue("");

  // A second chat fits too. Whoever writes while another is open is unread, there and in the title.
  const luis = await Chatter.open(server, "Luis Paz", "<b>¿Cuánto debo?</b>");
  await luis.watch(browser);
  await take(desk, "Luis Paz");
  await expect(thread(desk, "Luis Paz")).toContainText("<b>¿Cuánto debo?</b>");
  await marta.say("Es por mi factura.");
  await marta.say("La de noviembre.");
  await expect(desk.getByRole("img", { name: "2 new messages" })).toBeVisible();
  await expect(desk).toHaveTitle(/^\(2\) /);
  await expect(works(desk).getByRole("button", { name: /Marta Gil/ })).toContainText("your turn");

  // A third chat and a second visitor wait: no units are left.
  const eva = await Chatter.open(server, "Eva Sol", "¿Hay alguien?");
  const next = await ticket(server, "care");
  await expect(
    desk
      .getByRole("button", { name: /^Eva Sol: why it waits/ })
      .or(desk.getByRole("region", { name: /^Next/ })),
  ).toHaveAccessibleName(/^Eva Sol/);
  await expect(desk.getByRole("button", { name: new RegExp(`^${next.label}: why it waits`) })).toBeVisible();
  await expect(desk.getByRole("region", { name: /^Next/ })).toBeHidden();

  // Back to the visitor by keyboard, from inside the field; what was typed there is still there.
  await field(desk, "Luis Paz").fill("Un borrador");
  await desk.keyboard.press("Alt+ArrowUp");
  await desk.keyboard.press("Alt+ArrowUp");
  await expect(desk.getByRole("article", { name: visitor.label })).toBeVisible();
  await expect(desk.getByLabel("Note")).toHaveValue("Paid twice in November.");
  await desk.keyboard.press("Alt+ArrowDown");
  await expect(thread(desk, "Marta Gil")).toContainText("La de noviembre.");
  await expect(desk.getByRole("img", { name: /new message/ })).toBeHidden();
  await expect.poll(async () => (await marta.sees()).messages.at(-1)?.read ?? 0).toBeGreaterThan(0);
  await desk.keyboard.press("Alt+ArrowDown");
  await expect(field(desk, "Luis Paz")).toHaveValue("Un borrador");

  // The visitor goes: the next visitor comes, though both chats go on. The third chat waits.
  await desk.keyboard.press("Alt+ArrowDown");
  await desk.keyboard.press("F9");
  await desk.keyboard.press("F9");
  await expect(desk.getByText("left for the wrap-up")).toBeVisible();
  await desk.keyboard.press("F9");
  await expect(desk.getByRole("region", { name: `Next: ${next.label}` })).toBeVisible();
  await desk.keyboard.press("F4");
  await expect(desk.getByRole("article", { name: next.label })).toContainText("was called to your counter");
  expect((await eva.sees()).state).toBe("waiting");

  await leave(desk);
  await desk.context().close();
  for (const each of [marta, luis, eva]) await each.vanish();
});
