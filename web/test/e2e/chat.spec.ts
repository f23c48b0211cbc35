import { gzipSync } from "node:zlib";
import { expect, type Locator, type Page } from "@playwright/test";
import { Chatter } from "./chatter.ts";
import { demoPassword } from "./demo.ts";
import { Agent } from "./people.ts";
import { strictPolicy, withSite } from "./site.ts";
import { applied, call } from "./story.ts";

// The chat as a customer has it, on a page of somebody else's web site.

const size = { width: 820, height: 760 };
const phoneSize = { width: 320, height: 640 };

const test = withSite();
test.setTimeout(120_000);

const panelOf = (page: Page): Locator => page.getByRole("dialog");

/** Opens the chat and begins a conversation as Rosa. */
async function begin(page: Page, question = ""): Promise<Locator> {
  await page.getByRole("button", { name: "Open the chat" }).click();
  const panel = panelOf(page);
  await panel.getByLabel("Your name").fill("Rosa");
  if (question !== "") await panel.getByLabel("How can we help?").fill(question);
  await panel.getByRole("button", { name: "Start the chat" }).click();
  return panel;
}

async function say(panel: Locator, text: string): Promise<void> {
  await panel.getByLabel("Write a message").fill(text);
  await panel.getByRole("button", { name: "Send" }).click();
}

test("from the form to the rating, on a page that allows nothing else", async ({
  browser,
  page,
  server,
  site,
  expectAccessible,
  shoot,
}) => {
  const agent = await Agent.signIn(browser, server.url, "natalia", undefined, false);
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const address = site.page("/strict", { server: server.url, policy: strictPolicy(server.url) });
  await page.setViewportSize(size);
  await page.goto(address);
  await page.getByRole("button", { name: "Open the chat" }).click();
  const panel = panelOf(page);
  await expect(panel).toContainText("Hello! How can we help?");
  await expect(panel.getByLabel("Your name")).toBeFocused();
  await shoot(page, "chat-form");
  await expectAccessible(page);

  // What is wrong is said at its field.
  await panel.getByLabel("E-mail address").fill("rosa at home");
  await panel.getByRole("button", { name: "Start the chat" }).click();
  await expect(panel.getByText("Please fill this in.")).toBeVisible();
  await expect(panel.getByText(/This is not an e-mail address/)).toBeVisible();
  await expect(panel.getByLabel("Your name")).toBeFocused();
  await shoot(page, "chat-form-faults");
  await panel.getByLabel("Your name").fill("Rosa");
  await panel.getByLabel("E-mail address").fill("rosa@example.com");
  await panel.getByLabel("How can we help?").fill("My lamp <b>flickers</b>");
  await panel.getByRole("button", { name: "Start the chat" }).click();

  await expect(panel.getByText("You are next")).toBeVisible();
  await expect(panel.getByText("My lamp <b>flickers</b>")).toBeVisible();
  await expect(panel.getByLabel("Write a message")).toBeFocused();
  await expectAccessible(page);
  await shoot(page, "chat-waiting");

  // An agent takes it and writes: typing, the words, the name.
  await agent.call("PUT", "/desk/presence", { presence: "ready" });
  const work = await agent.takeChat();
  await expect(panel.getByText("You are chatting with Natalia")).toBeVisible();
  await expect(panel.getByText("You are next")).toBeHidden();
  await agent.call("PUT", `/chats/${work.contact}/marks`, { read: 2 });
  await expect(panel.getByText("Read", { exact: true })).toBeVisible();
  await agent.call("POST", `/chats/${work.contact}/typing`);
  await expect(panel.getByText("Natalia is writing")).toBeVisible();
  await agent.call("POST", `/chats/${work.contact}/messages`, {
    text: "Hello Rosa, see https://example.com/lamps?a=1 or javascript:alert(1).",
  });
  await expect(panel.getByText("Natalia is writing")).toBeHidden();
  const link = panel.getByRole("link", { name: "https://example.com/lamps?a=1" });
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await expect(panel.getByRole("link", { name: /javascript/ })).toHaveCount(0);
  await say(panel, "Thank you, I will look");
  await expect(panel.getByText("Sent", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "chat-talking");

  // The agent ends it, and the customer says what they think.
  await agent.call("POST", `/works/${work.work}/release`, { reason: "technical_setup", outcome: "resolved" });
  await expect(panel.getByText("Natalia has ended the chat")).toBeVisible();
  await panel.getByRole("radio", { name: "4 stars: Good" }).check();
  await panel.getByLabel("What should we know about it?").fill("Quick!");
  await expectAccessible(page);
  await shoot(page, "chat-rating");
  await panel.getByRole("button", { name: "Send the rating" }).click();
  await expect(panel.getByText("Thank you for your rating")).toBeVisible();
  await expect(panel.getByRole("button", { name: "Go on with this chat" })).toBeVisible();
  await shoot(page, "chat-rated");
  expect(errors).toEqual([]);
  await goHome(agent, work.work);
});

test("a page that is not on the list shows nothing, and its author is told why", async ({
  page,
  server,
  site,
}) => {
  const complaints: string[] = [];
  const failures: string[] = [];
  page.on(
    "console",
    (message) => message.text().startsWith("Turno chat:") && complaints.push(message.text()),
  );
  page.on("pageerror", (error) => failures.push(error.message));
  // The same page by another name is another origin.
  const address = site.page("/foreign", { server: server.url }).replace("127.0.0.1", "localhost");
  await page.goto(address);
  await expect.poll(() => complaints.length).toBe(1);
  expect(complaints[0]).toContain(`does not let pages of ${new URL(address).origin} show the inbox "help"`);
  await expect(page.locator("#turno-chat")).toHaveCount(0);
  await expect(page.getByRole("button")).toHaveCount(1); // the page's own

  complaints.length = 0;
  await page.goto(site.page("/unnamed", { server: server.url, inbox: "" }));
  await expect.poll(() => complaints).toEqual([expect.stringContaining("data-inbox")]);
  expect(failures).toEqual([]);
});

test("the server has a page of its own to try any inbox on", async ({
  page,
  server,
  expectAccessible,
  shoot,
}) => {
  await page.setViewportSize({ width: 1100, height: 760 });
  await page.goto(`${server.url}/try-chat?lang=it`);
  await expect(page.getByRole("heading", { name: "Provi la chat" })).toBeVisible();
  await expect(
    page.getByText(`<script src="${server.url}/chat.js" data-inbox="help" async></script>`),
  ).toBeVisible();
  await page.getByRole("button", { name: "Apri la chat" }).click();
  await expect(panelOf(page).getByRole("heading", { name: "Assistenza Turno" })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "chat-try");
  await page.keyboard.press("Escape");
  await page.getByLabel("Casella").fill("shop");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/inbox=shop&lang=it/);
  await page.getByRole("button", { name: "Apri la chat" }).click();
  await expect(panelOf(page).getByRole("heading", { name: "Negozio" })).toBeVisible();
});

test("weighs less than 40 kB, and is asked for again soon", async ({ request, server }) => {
  const answer = await request.get(`${server.url}/chat.js`);
  expect(gzipSync(await answer.body(), { level: 9 }).length).toBeLessThan(40_000);
  expect(answer.headers()["content-encoding"]).toBe("gzip");
  expect(answer.headers()["cache-control"]).toContain("max-age=300");
  expect(answer.headers()["cross-origin-resource-policy"]).toBe("cross-origin");
  const again = await request.get(`${server.url}/chat.js`, {
    headers: { "If-None-Match": answer.headers()["etag"] ?? "" },
  });
  expect(again.status()).toBe(304);
});

test("four languages: that of the page, and the one that is chosen", async ({ page, server, site }) => {
  const words = {
    it: ["Apri la chat", "Inizia la chat", "Opzioni", "Lingua", "Italiano"],
    pt: ["Abrir o chat", "Iniciar o chat", "Opções", "Idioma", "Português"],
    es: ["Abrir el chat", "Iniciar el chat", "Opciones", "Idioma", "Español"],
    en: ["Open the chat", "Start the chat", "Options", "Language", "English"],
  } as const;
  await page.setViewportSize(size);
  for (const [lang, [open, start]] of Object.entries(words)) {
    await page.goto(site.page(`/${lang}`, { server: server.url, lang }));
    await page.getByRole("button", { name: open }).click();
    await expect(page.getByRole("button", { name: start })).toBeVisible();
    await page.keyboard.press("Escape");
  }
  await page.goto(site.page("/it", { server: server.url, lang: "it-CH" }));
  await page.getByRole("button", { name: words.it[0] }).click();
  let [options, language] = [words.it[2] as string, words.it[3] as string];
  for (const next of ["pt", "es", "en", "it"] as const) {
    if (next === "pt") await page.getByRole("button", { name: options }).click();
    await page.getByLabel(language).selectOption({ label: words[next][4] });
    [options, language] = [words[next][2], words[next][3]];
    await expect(page.getByLabel(language)).toBeFocused();
    await expect(page.getByRole("button", { name: words[next][1] })).toBeVisible();
  }
  // What was chosen counts before the page's language from then on.
  await page.getByLabel("Lingua").selectOption({ label: "Português" });
  await page.goto(site.page("/en", { server: server.url, lang: "en" }));
  await expect(page.getByRole("button", { name: "Iniciar o chat" })).toBeVisible();
});

test("reloads and a killed server lose nothing, and nothing is said twice", async ({
  page,
  browser,
  server,
  site,
  shoot,
}) => {
  await page.setViewportSize(size);
  await page.goto(site.page("/reload", { server: server.url }));
  let panel = await begin(page, "First");
  await expect(panel.getByText("First", { exact: true })).toBeVisible();
  await panel.getByLabel("Write a message").fill("half a thou");
  await page.reload();
  panel = panelOf(page);
  await expect(panel.getByText("First", { exact: true })).toBeVisible();
  await expect(panel.getByLabel("Write a message")).toHaveValue("half a thou");
  await expect(panel.getByText(/You are next|before you/)).toBeVisible();

  await server.stop("SIGKILL");
  await say(panel, "Second");
  await say(panel, "Third");
  await expect(panel.getByText("Sending …")).toHaveCount(2);
  await expect(panel.getByText("No connection. We keep trying.")).toBeVisible();
  await shoot(page, "chat-lost");
  // The page goes too: what was not acknowledged is kept with it.
  await page.reload().catch(() => {});
  await server.start();
  await page.goto(site.page("/reload", { server: server.url }));
  panel = panelOf(page);
  await expect(panel.getByText("Third", { exact: true })).toBeVisible();
  await expect(panel.getByText("Sending …")).toHaveCount(0);
  await expect(panel.getByText("No connection. We keep trying.")).toBeHidden();

  // As the agent reads it.
  const agent = await Agent.signIn(browser, server.url, "natalia", undefined);
  const work = await agent.takeChat();
  const said = await agent.get<{ messages: { author: string; text: string }[] }>(`/chats/${work.contact}`);
  const own = said.messages.filter(({ author }) => author === "customer").map(({ text }) => text);
  expect(own).toEqual(["First", "Second", "Third"]);

  // In the middle of a conversation, with both sides there.
  await agent.call("POST", `/chats/${work.contact}/messages`, { text: "I am here" });
  await expect(panel.getByText("I am here")).toBeVisible();
  await server.stop("SIGKILL");
  await say(panel, "Are you?");
  await server.start();
  await expect(panel.getByText("Sent", { exact: true })).toBeVisible({ timeout: 20_000 });
  await agent.call("POST", `/chats/${work.contact}/messages`, { text: "Still here" });
  await expect(panel.getByText("Still here")).toBeVisible();
  await agent.call("POST", `/works/${work.work}/release`, { reason: "technical_setup", outcome: "resolved" });
  await goHome(agent, work.work);
});

test("files: by button, by paste and by drop, and clear words for those that are not taken", async ({
  page,
  server,
  site,
  expectAccessible,
  shoot,
}) => {
  await page.setViewportSize(size);
  await page.goto(site.page("/files", { server: server.url }));
  const panel = await begin(page);
  const write = panel.getByLabel("Write a message");
  await expect(write).toBeVisible();
  const picker = panel.locator("input[type=file]");
  const before = await count(page);
  await picker.setInputFiles({
    name: "tool.exe",
    mimeType: "application/x-msdownload",
    buffer: Buffer.from("MZ"),
  });
  await expect(
    panel.getByText("tool.exe cannot be sent. We take: PNG, JPEG, GIF, WebP, PDF, text."),
  ).toBeVisible();
  await picker.setInputFiles({ name: "big.png", mimeType: "image/png", buffer: Buffer.alloc((5 << 20) + 1) });
  await expect(panel.getByText("big.png is too large. At most 5 MB.")).toBeVisible();
  expect(await count(page)).toBe(before); // nothing of it went over the line

  await picker.setInputFiles({ name: "lamp.png", mimeType: "image/png", buffer: png });
  const picture = panel.getByRole("img", { name: "Picture: lamp.png" });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(8);
  await expect(panel.getByText("big.png is too large")).toBeHidden();

  await dropOn(panel, "drop", "notes.txt", "text/plain", "two lamps");
  const link = panel.getByRole("link", { name: /^Download notes.txt/ });
  await expect(link).toBeVisible();
  const served = await page.request.get((await link.getAttribute("href")) ?? "");
  expect(served.headers()["content-disposition"]).toContain("attachment");
  await dropOn(write, "paste", "pasted.txt", "text/plain", "from the clipboard");
  await expect(panel.getByRole("link", { name: /^Download pasted.txt/ })).toBeVisible();

  // A name that says picture, and a content that does not: the server looks.
  await picker.setInputFiles({
    name: "fake.png",
    mimeType: "image/png",
    buffer: Buffer.from("<!doctype html><p>"),
  });
  await expect(
    panel.getByText("fake.png cannot be sent. We take: PNG, JPEG, GIF, WebP, PDF, text."),
  ).toBeVisible();
  await shoot(page, "chat-files");
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Remove" }).click();
  await expect(panel.getByText("fake.png")).toHaveCount(0);
  await leave(panel);
});

test("too much at once is held back, and arrives once", async ({ page, server, site }) => {
  await page.setViewportSize(size);
  await page.goto(site.page("/flood", { server: server.url }));
  const panel = await begin(page);
  await expect(panel.getByLabel("Write a message")).toBeVisible();
  // Somebody's program uses up what this conversation may say, for as long as it takes.
  const token = await page.evaluate(() => {
    const kept = Object.entries(localStorage).find(([key]) => key.startsWith("turno.chat:help@"));
    return JSON.parse(kept?.[1] ?? "{}").token as string;
  });
  let seen = false;
  const flood = async () => {
    while (!seen) {
      const path = `${server.url}/api/v1/chat/help/conversations/${token}/messages`;
      await Promise.all(
        Array.from({ length: 8 }, () => page.request.post(path, { data: { text: "Noise" } })),
      );
    }
  };
  const flooding = flood();
  await expect(panel.getByText("Noise").nth(15)).toBeVisible();
  await say(panel, "One word");
  await expect(panel.getByText("That was a lot at once. It will be sent in a moment.")).toBeVisible();
  seen = true;
  await flooding;
  await expect(panel.getByText("Sent", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(panel.getByText("One word", { exact: true })).toHaveCount(1);
  await page.reload();
  await expect(panel.getByText("One word", { exact: true })).toHaveCount(1);
  await leave(panel);
});

test("outside hours a message is left, which an agent has as a task", async ({
  page,
  browser,
  server,
  site,
  expectAccessible,
  shoot,
}) => {
  const lead = await browser.newPage({ baseURL: server.url });
  await lead.request.post("/api/v1/session", { data: { login: "admin", password: demoPassword("admin") } });
  await page.setViewportSize(size);
  await page.goto(site.page("/closed", { server: server.url }));
  await page.getByRole("button", { name: "Open the chat" }).click();
  const panel = panelOf(page);
  await expect(panel.getByRole("button", { name: "Start the chat" })).toBeVisible();
  await call(lead, "POST", "/queues/chat/close");
  await call(lead, "POST", "/queues/back_office/open").catch(() => {}); // it may be by its calendar
  // It closed while the form was filled in: what was typed is not lost.
  await panel.getByLabel("Your name").fill("Rosa");
  await panel.getByLabel("How can we help?").fill("Where is my lamp?");
  await expect(async () => {
    const inbox = await (await page.request.get(`${server.url}/api/v1/chat/help`)).json();
    expect(inbox.open).toBe(false);
  }).toPass();
  await panel.getByRole("button", { name: "Start the chat" }).click();
  await expect(panel.getByText(/Nobody is here now/)).toBeVisible();
  await expect(panel.getByLabel("Your message")).toHaveValue("Where is my lamp?");
  await panel.getByRole("button", { name: "Send the message" }).click();
  await expect(panel.getByText("Please give us an e-mail address or a phone number.")).toBeVisible();
  await panel.getByLabel("Phone number").fill("+502 2222 3344");
  await expectAccessible(page);
  await shoot(page, "chat-offline");
  await panel.getByRole("button", { name: "Send the message" }).click();
  await expect(panel.getByText("We have your message", { exact: true })).toBeVisible();
  await shoot(page, "chat-left");
  await expectAccessible(page);

  // The shop takes no messages: it says that nobody is there, and nothing more.
  await page.goto(site.page("/shop", { server: server.url, inbox: "shop" }));
  await page.getByRole("button", { name: "Open the chat" }).click();
  await expect(panel.getByText("The shop is closed.")).toBeVisible();
  await expectAccessible(page);
  await call(lead, "POST", "/queues/chat/open");
  interface Found {
    items: { contact: string }[];
  }
  const found = await call<Found>(lead, "GET", `/chats?q=${encodeURIComponent("Where is my lamp?")}`);
  const left = await call<{ channel: string; name: string }>(
    lead,
    "GET",
    `/chats/${found.items[0]?.contact}`,
  );
  expect(left).toMatchObject({ channel: "task", name: "Rosa", phone: "+50222223344" });
  await lead.context().close();
  const agent = await Agent.signIn(browser, server.url, "natalia", undefined);
  const task = await agent.hasAny("serving");
  expect(task.contact).toBe(found.items[0]?.contact);
  await agent.call("POST", `/works/${task.work}/release`, { reason: "other", outcome: "resolved" });
  await goHome(agent);
});

test("where nothing is asked the first message begins; left by the customer; then another", async ({
  page,
  server,
  site,
}) => {
  await page.setViewportSize(size);
  await page.goto(site.page("/begin", { server: server.url, inbox: "shop", tag: 'data-position="right"' }));
  await page.getByRole("button", { name: "Open the chat" }).click();
  const panel = panelOf(page);
  await expect(panel.getByText("Can we help you choose?")).toBeVisible();
  await say(panel, "A lamp for reading");
  await expect(panel.getByText(/You are next|before you/)).toBeVisible();
  await expect(panel.getByText("A lamp for reading")).toBeVisible();
  await expect(panel.getByLabel("Write a message")).toHaveValue("");
  await leave(panel);
  await expect(panel.getByText("You have ended the chat")).toBeVisible();
  await expect(panel.getByText("How was this chat?")).toBeHidden(); // nobody had answered
  await panel.getByRole("button", { name: "Options" }).click();
  const transcript = await panel.getByRole("link", { name: /Open the transcript/ }).getAttribute("href");
  expect(await (await page.request.get(transcript ?? "")).text()).toContain("A lamp for reading");
  await page.keyboard.press("Escape");
  await panel.getByRole("button", { name: "Start a new chat" }).click();
  await expect(panel.getByText("Can we help you choose?")).toBeVisible();
  await expect(panel.getByText("A lamp for reading")).toBeHidden();
});

test("new messages are counted while the panel is closed; a chat that ended is taken up again", async ({
  page,
  browser,
  server,
  site,
}) => {
  const agent = await Agent.signIn(browser, server.url, "natalia", undefined);
  await page.setViewportSize(size);
  await page.addInitScript(listen);
  await page.goto(site.page("/unread", { server: server.url }));
  const panel = await begin(page, "Hello?");
  const work = await agent.takeChat();
  await expect(panel.getByText("You are chatting with Natalia")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(page.getByRole("button", { name: "Open the chat" })).toBeFocused();
  await agent.call("POST", `/chats/${work.contact}/messages`, { text: "One" });
  await agent.call("POST", `/chats/${work.contact}/messages`, { text: "Two" });
  await page.getByRole("button", { name: "Open the chat, 2 new messages" }).click();
  await expect(panel.getByText("Two")).toBeVisible();
  const chimed = await chimes(page);
  expect(chimed).toBeGreaterThan(0);
  // Nothing sounds of what is looked at.
  await agent.call("POST", `/chats/${work.contact}/messages`, { text: "Three" });
  await expect(panel.getByText("Three")).toBeVisible();
  expect(await chimes(page)).toBe(chimed);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Open the chat", exact: true })).toBeVisible();
  await agent.finish(work, "technical_setup", "resolved");
  await page.getByRole("button", { name: "Open the chat" }).click();
  await panel.getByRole("button", { name: "Go on with this chat" }).click();
  await expect(panel.getByLabel("Write a message")).toBeVisible();
  // First for the agent who had it.
  const again = await agent.takeChat();
  expect(again.contact).toBe(work.contact);
  await expect(panel.getByText("You are chatting with Natalia")).toBeVisible();
  await leave(panel);
  await goHome(agent);
});

test("another tab of the site goes on with the same conversation", async ({
  context,
  page,
  server,
  site,
}) => {
  const address = site.page("/tabs", { server: server.url });
  const other = await context.newPage();
  for (const each of [page, other]) {
    await each.setViewportSize(size);
    await each.goto(address);
  }
  await other.getByRole("button", { name: "Open the chat" }).click();
  await expect(panelOf(other).getByLabel("Your name")).toBeVisible();
  const panel = await begin(page, "From the first tab");
  await expect(panelOf(other).getByText("From the first tab")).toBeVisible();
  await say(panelOf(other), "From the second");
  await expect(panel.getByText("From the second")).toBeVisible();
  await expect(panelOf(other).getByText("From the second")).toHaveCount(1);
  await other.close();
  await leave(panel);
});

test("a line that is full says so, and takes a message instead", async ({
  page,
  browser,
  server,
  site,
  shoot,
}) => {
  const lead = await browser.newPage({ baseURL: server.url });
  await lead.request.post("/api/v1/session", { data: { login: "admin", password: demoPassword("admin") } });
  const original = await (await lead.request.get("/api/v1/organisation/file")).text();
  const one = (text: string) => text.replace(/(- key: chat\n[\s\S]*?)max_length: 100/, "$1max_length: 1");
  const strict = (text: string) => text.replace(/ {6}- when: length\n {8}count: 50\n {8}to: message\n/, "");

  // The demo's queue sends whoever is too many to the messages; without an address nobody could answer one.
  await applied(lead, one);
  const luis = await Chatter.open(server, "Luis Paz", "¿Hola?");
  await page.setViewportSize(size);
  await page.goto(site.page("/full", { server: server.url }));
  const panel = await begin(page, "Is there room?");
  await expect(panel.getByText(/^Nobody could take this chat just now/)).toBeVisible();
  await panel.getByRole("button", { name: "Leave a message instead" }).click();
  await expect(panel.getByLabel("Your message")).toHaveValue("Is there room?");
  await page.keyboard.press("Escape");

  // A queue without that rule refuses.
  await applied(lead, strict);
  await page.getByRole("button", { name: "Open the chat" }).click();
  await panel.getByLabel("Your name").fill("Rosa");
  await panel.getByLabel("How can we help?").fill("And now?");
  await panel.getByRole("button", { name: "Start the chat" }).click();
  await expect(
    panel.getByText("Too many people are waiting. Please try again in a few minutes."),
  ).toBeVisible();
  await shoot(page, "chat-full");
  await panel.getByRole("button", { name: "Leave a message instead" }).click();
  await expect(panel.getByLabel("Your message")).toHaveValue("And now?");
  await page.keyboard.press("Escape");
  await luis.leave();
  await page.getByRole("button", { name: "Open the chat" }).click();
  await panel.getByRole("button", { name: "Start the chat" }).click();
  await expect(panel.getByText("You are next")).toBeVisible();
  await leave(panel);
  await applied(lead, () => original);
  await lead.context().close();
});

test("a page that makes its body anew keeps the chat, and the page's keys stay out of it", async ({
  page,
  server,
  site,
}) => {
  await page.setViewportSize(size);
  await page.goto(site.page("/anew", { server: server.url }));
  await page.getByRole("button", { name: "Open the chat" }).click();
  await page.evaluate(() => {
    Object.assign(window, { pressed: 0 });
    document.addEventListener("keydown", () => (window as unknown as { pressed: number }).pressed++);
  });
  await panelOf(page).getByLabel("Your name").pressSequentially("Rosa");
  expect(await page.evaluate(() => (window as unknown as { pressed: number }).pressed)).toBe(0);
  for (const change of ["inside", "whole"]) {
    await page.evaluate((how) => {
      if (how === "inside") document.body.replaceChildren(document.createElement("main"));
      else document.body.replaceWith(document.createElement("body"));
    }, change);
    await expect(panelOf(page).getByLabel("Your name")).toHaveValue("Rosa");
  }
});

test("where no socket opens the thread is asked for", async ({ page, browser, server, site }) => {
  const agent = await Agent.signIn(browser, server.url, "natalia", undefined);
  await page.setViewportSize(size);
  await page.routeWebSocket(/\/api\/v1\/live/, (socket) => socket.close());
  await page.goto(site.page("/asking", { server: server.url }));
  const panel = await begin(page, "By asking");
  const work = await agent.takeChat();
  await agent.call("POST", `/chats/${work.contact}/messages`, { text: "It comes all the same" });
  await expect(panel.getByText("It comes all the same")).toBeVisible({ timeout: 20_000 });
  await say(panel, "So does this");
  await expect(panel.getByText("Sent", { exact: true })).toBeVisible();
  await leave(panel);
  await goHome(agent, work.work);
});

test("on a phone of 320 px it is the whole page, by keyboard alone", async ({
  page,
  server,
  site,
  expectAccessible,
  shoot,
}) => {
  await page.setViewportSize(phoneSize);
  await page.goto(
    site.page("/phone", {
      server: server.url,
      style: "* { font-size: 22px !important; letter-spacing: 3px; position: relative }",
    }),
  );
  const launcher = page.getByRole("button", { name: "Open the chat" });
  await page.getByRole("button", { name: "Buy" }).focus();
  await page.keyboard.press("Tab");
  await expect(launcher).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = panelOf(page);
  await expect(panel).toHaveAttribute("aria-modal", "true");
  await expect(panel.getByLabel("Your name")).toBeFocused();
  expect(await panel.boundingBox()).toMatchObject({ x: 0, y: 0, ...phoneSize });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    phoneSize.width,
  );
  // The page's styles stay outside, and what can be touched is large enough.
  const look = await panel.getByLabel("Your name").evaluate((input) => {
    const { fontSize, letterSpacing } = getComputedStyle(input);
    return { fontSize, letterSpacing };
  });
  expect(look).toEqual({ fontSize: "16px", letterSpacing: "normal" });
  for (const target of await panel.locator("button, input, select").all()) {
    if (!(await target.isVisible())) continue;
    expect((await target.boundingBox())?.height, (await target.textContent()) ?? "").toBeGreaterThanOrEqual(
      44,
    );
  }
  await shoot(page, "chat-phone-form");
  await expectAccessible(page);
  // Round and round, never behind it.
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press(i < 6 ? "Tab" : "Shift+Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("turno-chat");
  }
  await panel.getByLabel("Your name").focus();
  await page.keyboard.type("Rosa");
  await page.keyboard.press("Enter");
  await expect(panel.getByLabel("Write a message")).toBeFocused();
  await page.keyboard.type("Hello from the tram");
  await page.keyboard.press("Enter");
  await expect(panel.getByText("Hello from the tram")).toBeVisible();
  await shoot(page, "chat-phone");
  await panel.getByRole("button", { name: "Options" }).click();
  await shoot(page, "chat-phone-options");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(panel.getByRole("button", { name: "Options" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(launcher).toBeFocused();
  await launcher.click();
  await leave(panel);
});

/** Writes down what would be heard. */
function listen(): void {
  Object.assign(window, { chimes: 0 });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    (window as unknown as { chimes: number }).chimes++;
    return start.call(this, when);
  };
}
const chimes = (page: Page) => page.evaluate(() => (window as unknown as { chimes: number }).chimes);

// A picture of 8 × 8 points.
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGPgLjiBFTEMLQkA2+RvgcEb8NcAAAAASUVORK5CYII=",
  "base64",
);

/** The agent has done: the wrap-up too, where there is one. */
async function goHome(agent: Agent, wrapsUp?: string): Promise<void> {
  if (wrapsUp !== undefined) await agent.call("POST", `/works/${wrapsUp}/close-wrap-up`);
  await agent.call("POST", "/desk/sign-out");
  await agent.close();
}

/** The customer ends the chat, after being asked once. */
async function leave(panel: Locator): Promise<void> {
  await panel.getByRole("button", { name: "Options" }).click();
  await panel.getByRole("button", { name: "End the chat" }).click();
  await panel.getByRole("button", { name: "End it" }).click();
  await expect(panel.getByText("You have ended the chat")).toBeVisible();
}

/** How many calls about files the page has made. */
function count(page: Page): Promise<number> {
  return page.evaluate(
    () => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/files")).length,
  );
}

/** Lets a file fall on something, or pastes it there. */
async function dropOn(
  on: Locator,
  how: "drop" | "paste",
  name: string,
  type: string,
  text: string,
): Promise<void> {
  await on.evaluate(
    (element, given) => {
      const data = new DataTransfer();
      data.items.add(new File([given.text], given.name, { type: given.type }));
      const target = given.how === "drop" ? (element.querySelector(".thread") ?? element) : element;
      for (const kind of given.how === "drop" ? ["dragover", "drop"] : ["paste"]) {
        const options = { bubbles: true, cancelable: true, composed: true };
        target.dispatchEvent(
          kind === "paste"
            ? new ClipboardEvent(kind, { ...options, clipboardData: data })
            : new DragEvent(kind, { ...options, dataTransfer: data }),
        );
      }
    },
    { how, name, type, text },
  );
}
