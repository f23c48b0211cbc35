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

// A machine that is busy with other things takes its time: a step is waited for, never slept for.
test.setTimeout(240_000);

/** A small picture. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAMgAAABgCAAAAAB9fGLBAAAAeklEQVR42u3XSQ0AQAgEQfzg3xMy1sQmHCkc1GvoqCMXICAgICDtkFx2ICAgICCzIJYdBAQEBESPgICAgIDoEcsOAgICokcsOwgICIgesewgICAgIHoEBAQEBESPeFFAQEBA9IhlBwEBAdEjlh0EBAQEBAQEBAQE5NM9KRStQlQFwvsAAAAASUVORK5CYII=",
  "base64",
);

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

/** An agent at the desk, in English and ready. */
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

/** Everybody leaves, so that the next test finds nobody at a desk or in line. */
async function goneHome(desks: Page[], chatters: Chatter[]) {
  for (const chatter of chatters) {
    await chatter.leave();
    await chatter.vanish();
  }
  for (const desk of desks) {
    await leave(desk);
    await desk.context().close();
  }
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

  await goneHome([desk], [marta, luis, eva]);
});

test("a chat from the first word to the rating: answers, notes, files, a colleague, and back again", async ({
  browser,
  server,
  signIn,
  shoot,
  expectAccessible,
}) => {
  const natalia = await atDesk(browser, server.url, signIn, "natalia");
  const marta = await Chatter.open(server, "Marta Gil", "Hola, me cobraron dos veces", {
    email: "marta@example.com",
  });
  await marta.watch(browser);
  await take(natalia, "Marta Gil");

  // A canned answer in the customer's language, with what is known filled in.
  await natalia.keyboard.type("/salu");
  await expect(natalia.getByRole("option")).toHaveCount(1);
  await shoot(natalia, "chat-answers");
  await expectAccessible(natalia);
  await natalia.keyboard.press("Enter");
  await expect(field(natalia, "Marta Gil")).toHaveValue(
    "Hola, Marta Gil. Le atiende Natalia. ¿En qué puedo ayudarle?",
  );
  await natalia.keyboard.press("Enter");
  await expect.poll(() => marta.heard()).toHaveLength(1);

  // How far it came, and that the customer is writing.
  const newest = (await marta.sees()).messages.at(-1)?.number ?? 0;
  await marta.saw(newest);
  await expect(thread(natalia, "Marta Gil").getByRole("img", { name: "Read" })).toBeVisible();
  await marta.type();
  await expect(natalia.getByText("Marta Gil is writing …")).toBeVisible();

  // A note is for colleagues and no answer to anybody.
  await natalia.keyboard.press("Control+i");
  await natalia.keyboard.type("She has paid by card before");
  await natalia.keyboard.press("Enter");
  await expect(thread(natalia, "Marta Gil")).toContainText("Note by Natalia, for colleagues only");
  await natalia.keyboard.press("Control+i");
  expect(JSON.stringify(await marta.sees())).not.toContain("by card before");

  // Files: a picture is shown, another kind is refused in words before it is sent.
  await marta.file("recibo.png", picture);
  const shown = thread(natalia, "Marta Gil").getByRole("img", { name: "recibo.png" });
  await expect
    .poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  const chooser = natalia.waitForEvent("filechooser");
  await natalia.getByRole("button", { name: /^Send a file: PNG/ }).click();
  await (await chooser).setFiles([
    { name: "page.html", mimeType: "text/html", buffer: Buffer.from("<script>") },
    { name: "steps.txt", mimeType: "text/plain", buffer: Buffer.from("First, then") },
  ]);
  await expect(natalia.getByText(/^page\.html cannot be sent: only PNG/)).toBeVisible();
  await expect(thread(natalia, "Marta Gil").getByRole("link", { name: /steps\.txt/ })).toBeVisible();

  for (const way of ["paste", "drop"]) {
    await field(natalia, "Marta Gil").evaluate((box, kind) => {
      const data = new DataTransfer();
      data.items.add(new File(["a"], `${kind}.txt`, { type: "text/plain" }));
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      box.dispatchEvent(event);
    }, way);
    await expect(
      thread(natalia, "Marta Gil").getByRole("link", { name: new RegExp(`${way}\\.txt`) }),
    ).toBeVisible();
  }

  // Who it is, from what was typed in the form.
  await natalia.getByRole("button", { name: "New customer" }).click();
  await expect(natalia.getByLabel("E-mail")).toHaveValue("marta@example.com");
  await natalia.getByRole("button", { name: "Save and link" }).click();
  await expect(natalia.getByText("The first contact with us")).toBeVisible();
  await marta.say("¿Sigue ahí? Más en https://example.com/factura?n=1.");
  await expect(
    thread(natalia, "Marta Gil").getByRole("link", { name: "https://example.com/factura?n=1" }),
  ).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await shoot(natalia, "chat-thread");
  await expectAccessible(natalia);

  // Passed on to a colleague, who finds the note and all that was said.
  const andrea = await atDesk(browser, server.url, signIn, "andrea");
  await natalia.keyboard.press("F8");
  await natalia.getByRole("combobox", { name: "To" }).fill("andrea");
  await natalia.keyboard.press("Enter");
  await natalia.getByLabel("Note for whoever takes over").fill("Please refund the second charge");
  await natalia.keyboard.press("Control+Enter");
  await expect(natalia.getByRole("article", { name: "Marta Gil" })).toContainText(
    "goes on with somebody else",
  );
  await natalia.keyboard.press("F9");
  await expect(natalia.getByRole("heading", { name: "You are ready" })).toBeVisible();
  await take(andrea, "Marta Gil");
  await expect(thread(andrea, "Marta Gil")).toContainText("Please refund the second charge");
  await expect(thread(andrea, "Marta Gil")).toContainText("me cobraron dos veces");
  await expect(works(andrea).getByRole("button", { name: /Marta Gil/ })).toContainText("say hello");
  await field(andrea, "Marta Gil").fill("Se lo devolvemos hoy.");
  await andrea.keyboard.press("Enter");
  await expect.poll(async () => (await marta.heard()).at(-1)).toBe("Se lo devolvemos hoy.");

  // The customer's page is gone, and comes back; then the customer leaves.
  await marta.vanish();
  await expect(andrea.getByText(/^The customer's page has been gone for/)).toBeVisible();
  await shoot(andrea, "chat-away");
  await expectAccessible(andrea);
  await marta.watch(browser);
  await expect(andrea.getByText(/^The customer's page has been gone for/)).toBeHidden();
  await marta.leave();
  await expect(andrea.getByText("The customer has left the conversation.")).toBeVisible();
  await shoot(andrea, "chat-over");
  await andrea.keyboard.press("F9");

  // Taken up again it goes to the same agent first.
  await marta.resume();
  await take(andrea, "Marta Gil");
  await expect(andrea.getByText(/^Taken up again by the customer/)).toBeVisible();
  await andrea.keyboard.press("F6");
  await expect(andrea.getByRole("button", { name: "Take up Marta Gil again" })).toBeVisible();
  await works(andrea)
    .getByRole("button", { name: /Marta Gil/ })
    .click();
  await expect(andrea.getByText(/^Set aside for/)).toBeVisible();
  await andrea.keyboard.press("F6");
  await expect(field(andrea, "Marta Gil")).toBeVisible();

  // What was said is found, with Ctrl K, and read again.
  await natalia.keyboard.press("Control+k");
  await natalia.getByPlaceholder("Type a name, a ticket").fill("cobraron");
  await natalia.getByRole("button", { name: /me cobraron dos veces/ }).click();
  await expect(natalia.getByRole("dialog", { name: "Contact" })).toContainText("Se lo devolvemos hoy.");
  await shoot(natalia, "chat-past");
  await expectAccessible(natalia);

  await goneHome([natalia, andrea], [marta]);
});

test("the server is killed in the middle of a chat: what was said is sent once, what was typed stays", async ({
  browser,
  server,
  signIn,
}) => {
  const desk = await atDesk(browser, server.url, signIn, "natalia");
  const marta = await Chatter.open(server, "Marta Gil", "Hola");
  await take(desk, "Marta Gil");
  const luis = await Chatter.open(server, "Luis Paz", "Buenas");
  await take(desk, "Luis Paz");

  // The message arrives, its answer does not; then there is no server any more.
  await desk.route(
    "**/chats/*/messages",
    async (route) => {
      await route.fetch();
      await server.stop("SIGKILL");
      await route.abort();
    },
    { times: 1 },
  );
  await field(desk, "Luis Paz").fill("Ya lo miro");
  await desk.keyboard.press("Enter");
  // One more that never leaves, and one half typed in the other conversation.
  await expect(field(desk, "Luis Paz")).toHaveValue("");
  await field(desk, "Luis Paz").fill("Un momento");
  await desk.keyboard.press("Enter");
  await expect(thread(desk, "Luis Paz")).toContainText("Waits for the connection; it is sent by itself");
  await desk.keyboard.press("Alt+ArrowUp");
  await field(desk, "Marta Gil").fill("Ahora le ");
  await expect(works(desk).getByRole("button", { name: /Luis Paz/ })).toContainText("not sent yet");

  await server.start();
  await expect.poll(() => luis.heard(), { timeout: 30_000 }).toEqual(["Ya lo miro", "Un momento"]);
  await expect(works(desk).getByRole("button", { name: /Luis Paz/ })).toContainText("their turn");
  await desk.keyboard.press("Alt+ArrowDown");
  await expect(thread(desk, "Luis Paz").getByText("Un momento")).toHaveCount(1);
  await expect(thread(desk, "Luis Paz").getByText("Ya lo miro")).toHaveCount(1);
  await desk.reload();
  await works(desk)
    .getByRole("button", { name: /Marta Gil/ })
    .click();
  await expect(field(desk, "Marta Gil")).toHaveValue("Ahora le ");
  await field(desk, "Marta Gil").fill("Ahora le contesto");
  await desk.keyboard.press("Enter");
  await expect.poll(() => marta.heard()).toEqual(["Ahora le contesto"]);
  expect(
    await desk.evaluate(() => Object.keys(localStorage).filter((key) => /outbox|saying/.test(key))),
  ).toEqual([]);
  expect(await luis.heard()).toEqual(["Ya lo miro", "Un momento"]);
  await goneHome([desk], [marta, luis]);
});

test("a page that died with something unsent sends it when it is opened again, once", async ({
  browser,
  server,
  signIn,
}) => {
  const desk = await atDesk(browser, server.url, signIn, "natalia");
  const luis = await Chatter.open(server, "Luis Paz", "Buenas");
  await take(desk, "Luis Paz");
  await desk.route("**/chats/*/messages", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await field(desk, "Luis Paz").fill("Ya lo miro");
  await desk.keyboard.press("Enter");
  await expect.poll(() => luis.heard()).toEqual(["Ya lo miro"]);
  await desk.unrouteAll({ behavior: "ignoreErrors" });
  await desk.reload();
  await expect(thread(desk, "Luis Paz").getByText("Ya lo miro")).toHaveCount(1);
  await expect
    .poll(() => desk.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("outbox"))))
    .toEqual([]);
  expect(await luis.heard()).toEqual(["Ya lo miro"]);

  // What is refused says why, and its words go back to where they were typed.
  const { items } = await call<{ items: { contact: string }[] }>(desk, "GET", "/chats?q=buenas");
  await desk.route("**/chats/*/messages", (route) =>
    route.fulfill({
      status: 409,
      contentType: "application/problem+json",
      body: JSON.stringify({ status: 409, code: "conflict", title: "Conflict" }),
    }),
  );
  expect(items).not.toEqual([]);
  await field(desk, "Luis Paz").fill("Otra cosa");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText(/^Not sent\./)).toBeVisible();
  await desk.getByRole("button", { name: "Back to the field" }).click();
  await expect(field(desk, "Luis Paz")).toHaveValue("Otra cosa");
  await desk.unrouteAll({ behavior: "ignoreErrors" });
  await field(desk, "Luis Paz").fill("");
  await goneHome([desk], [luis]);
});

test("a long conversation is read back page by page, and what is new is told of", async ({
  browser,
  server,
  signIn,
  shoot,
}) => {
  const desk = await atDesk(browser, server.url, signIn, "natalia");
  const luis = await Chatter.open(server, "Luis Paz", "El primer mensaje");
  await take(desk, "Luis Paz");
  const { items } = await call<{ items: { contact: string }[] }>(desk, "GET", "/chats?q=primer+mensaje");
  const contact = items[0]?.contact;
  const { csrf } = (await (await desk.request.get("/api/v1/me")).json()) as { csrf: string };
  for (let number = 1; number <= 240; number++)
    await desk.request.post(`/api/v1/chats/${contact}/messages`, {
      headers: { "X-CSRF-Token": csrf },
      data: { text: `Línea ${number}` },
    });
  const log = thread(desk, "Luis Paz");
  await expect(log).toContainText("Línea 240", { timeout: 60_000 });
  await expect(log.getByText("Línea 240", { exact: true })).toBeInViewport();
  await desk.reload();
  await expect(log.getByText("Línea 240", { exact: true })).toBeInViewport();
  await expect(log.getByText("Línea 30", { exact: true })).toHaveCount(0);
  await expect(async () => {
    await log.evaluate((box) => box.scrollTo(0, 0));
    await expect(log.getByText("El primer mensaje")).toBeInViewport({ timeout: 500 });
  }).toPass();
  await luis.say("¿Y ahora?");
  const pill = desk.getByRole("button", { name: "1 new message", exact: true });
  await expect(pill).toBeVisible();
  await expect(log.getByText("El primer mensaje")).toBeInViewport();
  await shoot(desk, "chat-scrolled");
  await pill.click();
  await expect(log.getByText("¿Y ahora?")).toBeInViewport();
  await goneHome([desk], [luis]);
});
