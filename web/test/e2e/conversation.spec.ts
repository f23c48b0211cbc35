import { type Browser, expect, type Page } from "@playwright/test";
import { Chatter } from "./chatter.ts";
import { withSite } from "./site.ts";
import { call } from "./story.ts";

// A conversation from both ends: the customer on a page of somebody else's web site,
// the agents at their desks, and one server between them that is killed on the way.

const test = withSite();
test.setTimeout(180_000);

type SignIn = (page: Page, login: string, to?: string) => Promise<void>;

/** An agent of the contact centre at the desk, in English, not ready yet. */
async function atDesk(browser: Browser, baseURL: string, signIn: SignIn, login: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, login, "/desk");
  await call(page, "PATCH", "/me", { language: "en" });
  await page.reload();
  await expect(page.getByRole("heading", { name: /^Hello/ })).toBeVisible();
  return page;
}

async function ready(desk: Page): Promise<void> {
  await desk.keyboard.press("F2");
  await expect(desk.getByRole("heading", { name: /^Hello/ })).toBeHidden();
}

async function take(desk: Page, name: string): Promise<void> {
  await expect(desk.getByRole("region", { name: `Next: ${name}` })).toBeVisible();
  await desk.keyboard.press("F4");
  await expect(desk.getByRole("article", { name })).toBeVisible();
}

async function write(desk: Page, name: string, text: string): Promise<void> {
  await desk.getByRole("textbox", { name: `Message to ${name}` }).fill(text);
  await desk.keyboard.press("Enter");
}

const thread = (desk: Page, name: string) => desk.getByRole("log", { name: `Conversation with ${name}` });

test("waits with a place, is answered, survives a killed server, is passed on, ended and rated", async ({
  browser,
  page,
  server,
  site,
  signIn,
  shoot,
}) => {
  // Somebody is before Rosa, until they give up.
  const luis = await Chatter.open(server, "Luis Paz", "¿Hola?");
  await luis.watch(browser);
  await page.setViewportSize({ width: 820, height: 760 });
  await page.goto(site.page("/", { server: server.url, lang: "en" }));
  await page.getByRole("button", { name: "Open the chat" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Your name").fill("Rosa");
  await panel.getByLabel("How can we help?").fill("My lamp flickers");
  await panel.getByRole("button", { name: "Start the chat" }).click();
  await expect(panel.getByText("1 person before you")).toBeVisible();
  await luis.leave();
  await luis.vanish();
  await expect(panel.getByText("You are next")).toBeVisible();

  // Natalia takes it, and both write.
  const natalia = await atDesk(browser, server.url, signIn, "natalia");
  await ready(natalia);
  await take(natalia, "Rosa");
  await expect(panel.getByText("You are chatting with Natalia")).toBeVisible();
  await expect(thread(natalia, "Rosa")).toContainText("My lamp flickers");
  await write(natalia, "Rosa", "Hello Rosa, since when?");
  await expect(panel.getByText("Hello Rosa, since when?")).toBeVisible();
  await panel.getByLabel("Write a message").pressSequentially("Since ");
  await expect(natalia.getByText("Rosa is writing …")).toBeVisible();
  await panel.getByLabel("Write a message").fill("Since yesterday <i>evening</i>");
  await page.keyboard.press("Enter");
  await expect(thread(natalia, "Rosa")).toContainText("Since yesterday <i>evening</i>");
  await expect(panel.getByText("Read", { exact: true })).toBeVisible();

  // The power fails. Both say so, both go on writing, and nothing is lost or said twice.
  await server.stop("SIGKILL");
  await panel.getByLabel("Write a message").fill("Are you there?");
  await page.keyboard.press("Enter");
  await expect(panel.getByText("Sending …")).toBeVisible();
  await expect(panel.getByText("No connection. We keep trying.")).toBeVisible();
  await write(natalia, "Rosa", "I am looking it up");
  await server.start();
  await expect(thread(natalia, "Rosa")).toContainText("Are you there?", { timeout: 30_000 });
  await expect(panel.getByText("I am looking it up")).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText("No connection. We keep trying.")).toBeHidden();
  await expect(panel.getByText("Are you there?")).toHaveCount(1);
  await expect(thread(natalia, "Rosa").getByText("Are you there?")).toHaveCount(1);
  // Natalia was at the end and still is, also once no banner speaks of the connection.
  await expect(natalia.getByText("I am looking it up")).toBeInViewport({ ratio: 1 });
  await expect(natalia.getByText("Connected again.")).toBeHidden();
  await expect(natalia.getByRole("button", { name: "To the newest" })).toHaveCount(0);
  await shoot(page, "conversation-customer");
  await shoot(natalia, "conversation-desk");

  // It is passed on to Andrea, who reads what was said and has the note.
  const andrea = await atDesk(browser, server.url, signIn, "andrea");
  await ready(andrea);
  await natalia.keyboard.press("F8");
  const passing = natalia.getByRole("dialog", { name: /^Transfer/ });
  await passing.getByRole("combobox", { name: "To" }).fill("Andrea");
  await natalia.keyboard.press("Enter");
  await passing.getByLabel("Note for whoever takes over").fill("Flickering lamp, bought in May");
  await natalia.keyboard.press("Control+Enter");
  await expect(passing).toBeHidden();
  await take(andrea, "Rosa");
  await expect(panel.getByText("You are chatting with Andrea")).toBeVisible();
  await expect(thread(andrea, "Rosa")).toContainText("Since yesterday <i>evening</i>");
  await write(andrea, "Rosa", "We send you another one.");
  await expect(panel.getByText("We send you another one.")).toBeVisible();

  // The end, and what Rosa thinks of it.
  await andrea.keyboard.press("F9");
  await andrea.getByRole("combobox", { name: "Reason" }).fill("set-up");
  await andrea.keyboard.press("Enter");
  await andrea.getByRole("combobox", { name: "Result" }).fill("resol");
  await andrea.keyboard.press("Enter");
  await andrea.keyboard.press("F9");
  await expect(panel.getByText("Andrea has ended the chat")).toBeVisible();
  await panel.getByRole("radio", { name: "5 stars: Very good" }).check();
  await panel.getByLabel("What should we know about it?").fill("Two people helped me");
  await panel.getByRole("button", { name: "Send the rating" }).click();
  await expect(panel.getByText("Thank you for your rating")).toBeVisible();

  const found = await call<{ items: { contact: string }[] }>(andrea, "GET", "/chats?q=flickers");
  const kept = await call<{ rating: number; comment: string; messages: { text?: string; author: string }[] }>(
    andrea,
    "GET",
    `/chats/${found.items[0]?.contact}`,
  );
  expect(kept).toMatchObject({ rating: 5, comment: "Two people helped me" });
  expect(kept.messages.filter(({ author }) => author === "customer").map(({ text }) => text)).toEqual([
    "My lamp flickers",
    "Since yesterday <i>evening</i>",
    "Are you there?",
  ]);
  for (const desk of [natalia, andrea]) await desk.context().close();
});
