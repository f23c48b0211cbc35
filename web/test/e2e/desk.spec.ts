import { expect } from "@playwright/test";
import { act, call, gone, leave, quickOffers, seated, serve, start, ticket } from "./desk.ts";
import { test } from "./fixtures.ts";

// What an agent does in a day, in the browser, against the real server: Ana at the
// branch in Mixco. Visitors take their tickets at the kiosk's own door.

// The machine may be busy with other things; a step is waited for, never slept for.
test.setTimeout(150_000);

const scriptMost_bytes = 350_000;

test("a visitor is served from the first press to the last, by keyboard", async ({
  page,
  server,
  signIn,
  shoot,
  expectAccessible,
}) => {
  await seated(page, signIn);
  await expect(page.getByRole("radio", { name: "Counter 1, free" })).toBeChecked();
  await expectAccessible(page);
  await shoot(page, "desk-sign-in");
  await start(page);
  // The browser's own clock is another one here: whose the times are is said.
  await expect(page.getByText(/^Mixco time, now /)).toBeVisible();
  await shoot(page, "desk-ready");

  const visitor = await ticket(server, "claim");
  const waiting = await ticket(server, "care");
  const offer = page.getByRole("region", { name: `Next: ${visitor.label}` });
  await expect(offer).toContainText("Dispute a charge · speaks Spanish");
  await expect(page).toHaveTitle(`${visitor.label} is waiting for you · Desk · Turno`);
  await offer.getByRole("button", { name: "Why me?" }).click();
  await expect(page.getByText("It came to you")).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "desk-offer");
  await page.keyboard.press("Escape");
  await expect(page.getByText("It came to you")).toBeHidden();

  await page.keyboard.press("F4");
  const contact = page.getByRole("article", { name: visitor.label });
  await expect(contact).toContainText("was called to your counter");
  await expect(act(page, "noShow")).toHaveAttribute("aria-disabled", "true");
  await shoot(page, "desk-called");
  await page.keyboard.press("F4");
  await expect(contact.getByText("Being served", { exact: true })).toBeVisible();

  // Why the other one waits: the only agent is busy, and here she is.
  await page.getByRole("button", { name: `${waiting.label}: why it waits, and call` }).click();
  await expect(page.getByText(/1 agent could serve it: 1 with a visitor/)).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByLabel("Note").fill("Paid twice in November.");
  const asked = page.waitForEvent("dialog");
  await page.reload();
  expect((await asked).type()).toBe("beforeunload");
  await expect(page.getByLabel("Note")).toHaveValue("Paid twice in November.");

  await page.keyboard.press("F9");
  await expect(page.getByText("Choose a reason and a result")).toBeVisible();
  await page.getByRole("combobox", { name: "Reason" }).fill("charged twice");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Result" }).fill("resol");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Reason" })).toHaveValue("Charge ▸ Charged twice");
  await expectAccessible(page);
  await shoot(page, "desk-serving");
  await page.keyboard.press("F9");

  await expect(page.getByText("left for the wrap-up")).toBeVisible();
  await act(page, "extend").click();
  await expect(act(page, "extend")).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Note").fill("Paid twice in November. Refund on its way.");
  await shoot(page, "desk-wrap-up");
  await page.keyboard.press("F9");
  await expect(page.getByRole("region", { name: `Next: ${waiting.label}` })).toBeVisible();

  const told = await call<{ note: string; reason: string; outcome: string; state: string }>(
    page,
    "GET",
    `/contacts/${visitor.contact}`,
  );
  expect(told).toMatchObject({ note: "Paid twice in November. Refund on its way.", outcome: "resolved" });
  expect(told.reason).not.toBe("");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("draft")))).toEqual(
    [],
  );
  await gone(server, waiting.token);
  await leave(page);
});

test("a press is carried out once, whatever the network does, and a visitor who does not come", async ({
  page,
  server,
  signIn,
}) => {
  await seated(page, signIn);
  await start(page);
  const { label, contact } = await ticket(server, "care");
  await expect(page.getByRole("region", { name: `Next: ${label}` })).toBeVisible();
  await act(page, "accept").dblclick();
  const visitor = page.getByRole("article", { name: label });
  await expect(visitor).toContainText("was called to your counter");

  // The answer to the first try is lost: the same intention is repeated, not done twice.
  await page.route(
    "**/recall",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await act(page, "recall").dblclick();
  await expect(visitor).toContainText("called again once");
  await expect(visitor).toContainText("possible after one more call");
  await expect(act(page, "recall")).not.toHaveAttribute("data-loading");
  await act(page, "recall").click();
  await expect(visitor).toContainText("called again 2 times");
  await act(page, "noShow").click();
  await expect(visitor.getByRole("list", { name: "Steps of the visit" })).toContainText("Did not come");
  await page.keyboard.press("F9");
  await expect(page.getByRole("heading", { name: "You are ready" })).toBeVisible();
  const told = await call<{ events: { kind: string }[]; legs: { end: string }[] }>(
    page,
    "GET",
    `/contacts/${contact}`,
  );
  expect(told.events.filter((event) => event.kind === "recalled")).toHaveLength(2);
  expect(told.legs.map((leg) => leg.end)).toEqual(["no_show"]);
  await leave(page);
});

test("several at once: set aside, out of turn, passed on, a second matter, without a ticket", async ({
  page,
  server,
  signIn,
  shoot,
  expectAccessible,
}) => {
  await seated(page, signIn);
  await call(page, "POST", "/customers", {
    name: "Ana Lucía Méndez",
    segment: "premier",
    language: "es",
    identities: [{ kind: "phone", value: "+50377771234" }],
  });
  await start(page);
  const premier = await ticket(server, "claim", "+50377771234");
  await serve(page, premier.label);
  await expect(page.getByRole("article", { name: premier.label })).toContainText("Ana Lucía Méndez");
  await expect(page.getByRole("region", { name: "Customer" })).toContainText("+50377771234");
  await page.keyboard.press("F6");

  const first = await ticket(server, "care");
  const second = await ticket(server, "care");
  await expect(page.getByRole("region", { name: `Next: ${first.label}` })).toBeVisible();
  await act(page, "decline").click();
  await serve(page, second.label);

  // Who is it? Nobody knew; now we do.
  await page.getByRole("button", { name: "New customer" }).click();
  await page.getByLabel("Name").fill("José Cruz");
  await page.getByLabel("Phone").fill("12");
  await page.getByLabel("Document").fill("01234567-8");
  await page.getByRole("button", { name: "Save and link" }).click();
  await expect(page.getByLabel("Phone")).toHaveAccessibleDescription(
    /^We cannot read this as a phone number/,
  );
  await page.getByLabel("Phone").fill("");
  await page.getByRole("button", { name: "Save and link" }).click();
  await expect(page.getByRole("article", { name: second.label })).toContainText("José Cruz");
  await expectAccessible(page);
  await shoot(page, "desk-several");

  // A second matter of the same visitor, at once.
  await act(page, "nextService").click();
  await page.getByRole("combobox", { name: "Service" }).fill("Pay");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article", { name: second.label })).toContainText("Pay a bill");
  await expect(page.getByRole("article", { name: second.label })).toContainText("Being served for");

  // Escape takes away what lies on top, and that only: a list, the palette, the dialog.
  await page.keyboard.press("F8");
  const passing = page.getByRole("dialog", { name: `Transfer ${second.label}` });
  const palette = page.getByPlaceholder("Type a name, a ticket or what you want to do");
  await page.getByRole("combobox", { name: "To" }).fill("Technical");
  await expect(page.getByRole("option", { name: /Technical/ }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("option", { name: /Technical/ })).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(palette).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(passing).toBeVisible();
  await passing.getByLabel("Note for whoever takes over").focus();
  await page.keyboard.press("Escape");
  await expect(passing).toBeHidden();

  // Passed on to the sellers, with a note.
  await page.keyboard.press("F8");
  await page.getByRole("combobox", { name: "To" }).fill("Technical");
  await expectAccessible(page);
  await shoot(page, "desk-transfer");
  await page.keyboard.press("Enter");
  await page.getByLabel("Note for whoever takes over").fill("Wants a second line.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  const told = await call<{ note: string; customer: string }>(page, "GET", `/contacts/${second.contact}`);
  expect(told.note).toBe("Wants a second line.");
  expect(told.customer).not.toBe("");
  await act(page, "finish").click();

  // The one who was not wanted comes out of turn, by choice.
  await expect(page.getByRole("region", { name: /^Next: / })).toBeHidden();
  await page.getByRole("button", { name: `${first.label}: why it waits, and call` }).click();
  await act(page, "pick").click();
  await expect(page.getByRole("article", { name: first.label })).toContainText("was called to your counter");
  await act(page, "giveBack").click();
  await expect(page.getByRole("article")).toBeHidden();
  await gone(server, first.token);

  // A visitor without a ticket, through the palette.
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Type a name, a ticket").fill("without");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Service" }).fill("Buy");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article")).toContainText("Buy a service");
  await expect(page.getByRole("article")).toContainText("Being served for");

  await page.keyboard.press("F9");
  await page.keyboard.press("F9");
  await expect(page.getByText("left for the wrap-up")).toBeVisible();
  await page.keyboard.press("F9");

  // The one set aside is still there; leaving says what becomes of them.
  await expect(act(page, "resume")).toContainText(`Take up ${premier.label} again`);
  await page.getByRole("button", { name: "Presence" }).click();
  await page.getByRole("menuitem", { name: "Leave the desk" }).click();
  await expect(page.getByRole("dialog")).toContainText("goes back to its place in the queue");
  await page.getByRole("button", { name: "Leave the desk" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();
  await gone(server, premier.token);
});

// How long it takes is measured where nothing else runs: test/perf/desk.mjs.
test("the first load stays within its budget of script", async ({ browser, server, signIn }) => {
  const context = await browser.newContext({ baseURL: server.url, locale: "en-GB" });
  const page = await context.newPage();
  await signIn(page, "luis", "/desk");
  await page.close();

  // The session is kept, the cache is not.
  const cold = await browser.newContext({ baseURL: server.url, storageState: await context.storageState() });
  const desk = await cold.newPage();
  const devtools = await cold.newCDPSession(desk);
  await devtools.send("Network.enable");
  const scripts = new Set<string>();
  let script_bytes = 0;
  devtools.on("Network.responseReceived", (event) => {
    if (event.type === "Script") scripts.add(event.requestId);
  });
  devtools.on("Network.loadingFinished", (event) => {
    if (scripts.has(event.requestId)) script_bytes += event.encodedDataLength;
  });
  await desk.goto("/desk");
  await expect(desk.getByRole("radio").first()).toBeVisible();
  await desk.waitForLoadState("networkidle");
  test.info().annotations.push({ type: "figure", description: `desk_script_bytes ${script_bytes} bytes` });
  expect(scripts.size).toBeGreaterThan(0);
  expect(script_bytes).toBeLessThan(scriptMost_bytes);
  await cold.close();
  await context.close();
});

test("the server is killed during a service, and an offer is not answered", async ({
  page,
  server,
  signIn,
}) => {
  await seated(page, signIn);
  await start(page);
  const { label } = await ticket(server, "claim");
  await serve(page, label);
  await page.getByLabel("Note").fill("Half a sent");

  await server.stop("SIGKILL");
  await expect(page.getByText("Connection lost.")).toBeVisible();
  await page.getByLabel("Note").pressSequentially("ence, finished.");
  await expect(act(page, "end")).toHaveAttribute("aria-disabled", "true");
  await act(page, "end").hover();
  await expect(page.getByText("No connection to the server.")).toBeVisible();
  await server.start();
  await expect(page.getByText("Connected again.")).toBeVisible();
  await expect(page.getByLabel("Note")).toHaveValue("Half a sentence, finished.");
  await page.keyboard.press("F9");
  await page.keyboard.press("F9");
  await expect(page.getByText("left for the wrap-up")).toBeVisible();
  await page.keyboard.press("F9");
  await expect(page.getByRole("article")).toBeHidden();

  await quickOffers(page, server);
  const missed = await ticket(server, "care");
  await expect(page.getByRole("region", { name: `Next: ${missed.label}` })).toContainText(
    "Goes to a colleague in",
  );
  await expect(page.getByRole("heading", { name: "An offer was not answered" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Presence" })).toContainText("No answer");
  await page.keyboard.press("F2");
  await expect(page.getByRole("region", { name: `Next: ${missed.label}` })).toBeVisible();
  await page.keyboard.press("F4");
  await expect(page.getByRole("article", { name: missed.label })).toBeVisible();
  await leave(page);
});
