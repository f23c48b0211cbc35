import { expect } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { Agent, devicePaths, speak, type Ticket, takeTicket } from "./people.ts";

const test = withOwnServer();

// One branch on one day: each test goes on where the one before it ended.
test.describe.configure({ mode: "serial" });

let kiosk: string | undefined;
let rosa: Agent;
let carlos: Agent;
let first: Ticket;

test.beforeAll(async ({ browser, request, baseURL }) => {
  kiosk = (await devicePaths(request, baseURL ?? "")).get("san_salvador-kiosk");
  await speak(request, baseURL ?? "", "laura", "en");
  rosa = await Agent.signIn(browser, baseURL ?? "", "rosa", "san_salvador-1", false);
});

test.afterAll(async () => {
  await rosa?.close();
  await carlos?.close();
});

test("a visitor waits, and the leader sees why and gives them to an agent", async ({
  page,
  request,
  baseURL,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await signIn(page, "laura", "/floor?at=site:san_salvador");
  const waiting = page.getByRole("table", { name: "Waiting" });
  await expect(page.getByText("Nobody waits")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Service today –/ })).toBeVisible();

  first = await takeTicket(request, baseURL ?? "", kiosk, "payment");
  const row = waiting.getByRole("row", { name: first.label });
  await expect(row).toContainText("Bills and payments");
  await expect(row).toContainText("1 agent could serve it: 1 signed in, not ready yet");
  await expect(page.getByRole("button", { name: /^Waiting 1/ })).toBeVisible();
  const queue = page.getByRole("table", { name: "Queues" }).getByRole("row", { name: /Bills and payments/ });
  await expect(queue).toContainText("0 ready, 0 busy, 1 not ready");
  await expect(page.getByRole("region", { name: "Alerts" })).toContainText(
    "1 waits, all agents are not ready",
  );
  await expectAccessible(page);
  await shoot(page, "floor");

  // By keyboard alone: into the row, open it, assign.
  await row.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog");
  await expect(panel).toContainText("Needs Billing 2 or more");
  await expect(panel).toContainText("Rosa Martínez");
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Assign" }).click();
  const dialog = page.getByRole("dialog", { name: `Assign ${first.label}` });
  await dialog.getByRole("radio", { name: /Rosa Martínez/ }).check();
  await expect(dialog).toContainText("kept for Rosa Martínez until there is room for it");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Give to Rosa Martínez" }).click();
  await expect(page.getByText(`${first.label} goes to Rosa Martínez`)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row).toContainText("kept for Rosa Martínez");
});

test("the agent serves, and every figure opens to its formula and its rows", async ({
  page,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await signIn(page, "laura", "/floor?at=site:san_salvador");
  await rosa.call("PUT", "/desk/presence", { presence: "ready" });
  await rosa.serve(first);
  const agent = page.getByRole("table", { name: "Agents" }).getByRole("row", { name: /Rosa Martínez/ });
  await expect(agent).toContainText("With a visitor");
  await expect(agent).toContainText(first.label);
  await expect(page.getByText("Nobody waits")).toBeVisible();

  await rosa.finish(first, "billing_payment_made", "resolved");
  await expect(agent).toContainText("Ready");
  await expect(agent).toContainText(/1 · \d:\d\d · \d+%/);
  const service = page.getByRole("button", { name: /^Service today 100% of 8\d%/ });
  await expect(service).toBeVisible();

  await service.click();
  const panel = page.getByRole("dialog", { name: "San Salvador, today" });
  await expect(panel).toContainText("100.0%");
  await expect(panel).toContainText("H(T) / (H + A − A(T))");
  await expect(panel).toContainText("service_level · version 1");
  await expect(panel).toContainText("1 of 1 counted");
  const leg = panel.getByRole("table", { name: "Legs" }).getByRole("row", { name: /Rosa Martínez/ });
  await expect(leg).toContainText("answered in time");
  await expect(leg).toContainText("1 / 1");
  await expectAccessible(page);
  await shoot(page, "floor-figure");

  // A figure of agents' time opens to that time.
  await panel.getByRole("combobox", { name: "Figure" }).click();
  await page.getByRole("option", { name: "Occupancy", exact: true }).click();
  await expect(panel).toContainText("contact time / (contact time + ready)");
  const stretch = panel.getByRole("table", { name: "Agents' time" }).getByRole("row", { name: /Engaged/ });
  await expect(stretch).toContainText("Rosa Martínez");
  await expect(stretch).toContainText("above and below");
  await shoot(page, "floor-intervals");

  // Another figure of the same rows: nobody gave up, so this one is in it below the line only.
  await panel.getByRole("combobox", { name: "Figure" }).click();
  await page.getByRole("option", { name: "Abandonment" }).click();
  await expect(panel).toContainText("(A − S) / (N − S)");
  await expect(leg).toContainText("0 / 1");

  // One of whole contacts: the agent closed this one alone.
  await panel.getByRole("combobox", { name: "Figure" }).click();
  await page.getByRole("option", { name: "Closed by the first agent" }).click();
  await expect(panel).toContainText("without escalation or transfer");
  await expect(panel).toContainText("100.0%");
  await expect(leg).toContainText("1 / 1");

  // The row leads to the contact: what happened, and why this agent.
  await leg.getByRole("link").click();
  const contact = page.getByRole("dialog", { name: new RegExp(first.label) });
  await expect(contact).toContainText("Service began");
  await expect(contact).toContainText("Payment made");
  await expect(contact).toContainText("It went to Rosa Martínez");
  await expectAccessible(page);
  await shoot(page, "floor-contact");
});

test("a leader sets a state and takes it back, moves and signs out, told what will happen", async ({
  page,
  browser,
  request,
  baseURL,
  signIn,
  expectAccessible,
}) => {
  carlos = await Agent.signIn(browser, baseURL ?? "", "carlos", "san_salvador-2");
  await rosa.call("PUT", "/desk/presence", { presence: "not_ready", reason: "lunch" });
  await signIn(page, "laura", "/floor?at=site:san_salvador");
  const agents = page.getByRole("table", { name: "Agents" });
  const row = agents.getByRole("row", { name: /Carlos Rivas/ });
  await expect(row).toContainText("Ready");
  await expect(agents.getByRole("row", { name: /Rosa Martínez/ })).toContainText("Lunch");

  await row.click();
  const panel = page.getByRole("dialog", { name: "Carlos Rivas", exact: true });
  await panel.getByRole("button", { name: "Set state" }).click();
  await page.getByRole("menuitem", { name: "Meeting" }).click();
  await expect(row).toContainText("Meeting");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("Ready");

  await panel.getByRole("button", { name: "Move" }).click();
  const move = page.getByRole("dialog", { name: "Move Carlos Rivas" });
  await expect(move).toContainText("Holds until the next sign-in");
  await move.getByRole("combobox", { name: "Profile" }).click();
  await page.getByRole("option", { name: "Technical counter" }).click();
  await expectAccessible(page);
  await move.getByRole("button", { name: "Move" }).click();
  await expect(panel).toContainText("Technical counter");
  // Back again, so that he serves payments.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(panel.getByText("Technical counter")).toBeHidden();

  const ticket = await takeTicket(request, baseURL ?? "", kiosk, "payment");
  await carlos.serve(ticket);
  await expect(row).toContainText(ticket.label);
  await panel.getByRole("button", { name: "Sign out" }).click();
  const question = page.getByRole("dialog", { name: "Sign out Carlos Rivas?" });
  await expect(question).toContainText(`${ticket.label} is in hand: it goes back to its place in the line`);
  await question.getByRole("button", { name: "Sign out" }).click();
  await expect(panel).toContainText("Not signed in any more");
  await page.keyboard.press("Escape");
  await expect(row).toBeHidden();
  const again = page.getByRole("table", { name: "Waiting" }).getByRole("row", { name: ticket.label });
  await expect(again).toBeVisible();

  // It is ended: the customer has left.
  await again.getByRole("button", { name: `What to do with ${ticket.label}` }).click();
  await page.getByRole("menuitem", { name: "End" }).click();
  const end = page.getByRole("dialog", { name: `End ${ticket.label}?` });
  await expect(end).toContainText("counts as abandoned");
  await end.getByRole("button", { name: "End" }).click();
  await expect(page.getByText("Nobody waits")).toBeVisible();
});

test("a leader moves an agent to a counter of another branch, and back", async ({
  page,
  browser,
  baseURL,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await carlos.call("POST", "/desk/sign-in", { counter: "san_salvador-2", ready: false });
  await signIn(page, "laura", "/floor?at=region:central_america");
  const row = page.getByRole("table", { name: "Agents" }).getByRole("row", { name: /Carlos Rivas/ });
  await row.click();
  const panel = page.getByRole("dialog", { name: "Carlos Rivas", exact: true });
  await panel.getByRole("button", { name: "Move" }).click();
  const move = page.getByRole("dialog", { name: "Move Carlos Rivas" });
  const counter = move.getByRole("combobox", { name: "Counter" });
  await expect(counter).toHaveValue("2");
  await counter.click();
  await expect(page.getByRole("option", { name: "1 · Rosa Martínez sits there" })).toBeDisabled();
  await page.keyboard.press("Escape"); // the list
  await expect(move).toBeVisible();

  // Another site: its own teams and counters, none chosen yet.
  await move.getByRole("combobox", { name: "Site" }).click();
  await page.getByRole("option", { name: "Mixco" }).click();
  await expect(counter).toHaveValue("");
  await expect(move.getByRole("combobox", { name: "Team" })).toHaveValue("Team Mixco");
  await counter.click();
  await page.getByRole("option", { name: "4", exact: true }).click();
  await expectAccessible(page);
  await shoot(page, "floor-move");

  // Somebody sits down there first: told at the field, and the dialog stays.
  const jorge = await Agent.signIn(browser, baseURL ?? "", "jorge", "mixco-4", false);
  await move.getByRole("button", { name: "Move" }).click();
  await expect(counter).toHaveAccessibleDescription(/Somebody has just sat down there/);
  await counter.click();
  await page.getByRole("option", { name: "5", exact: true }).click();
  await expect(move.getByText(/Somebody has just sat down there/)).toBeHidden();
  await move.getByRole("button", { name: "Move" }).click();
  await expect(move).toBeHidden();
  await expect(row).toContainText("Mixco");
  const facts = panel.locator("dl");
  await expect(facts).toContainText(/Counter\s*5/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(facts).toContainText(/Counter\s*2/);
  await expect(row).toContainText("San Salvador");

  // Escape closes one thing at a time.
  await panel.getByRole("button", { name: "Move" }).click();
  await page.keyboard.press("Escape");
  await expect(move).toBeHidden();
  await expect(panel).toBeVisible();
  await panel.getByRole("button", { name: "Sign out" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Sign out Carlos Rivas?" })).toBeHidden();
  await expect(panel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await jorge.close();
});

test("a leader closes a queue by hand, told what will happen, and opens it again", async ({
  page,
  request,
  baseURL,
  signIn,
  expectAccessible,
  shoot,
}) => {
  const waits = await takeTicket(request, baseURL ?? "", kiosk, "technical");
  await signIn(page, "laura", "/floor?at=site:san_salvador");
  const row = page.getByRole("table", { name: "Queues" }).getByRole("row", { name: /Technical support/ });
  await expect(row).not.toContainText("closed");
  const close = async () => {
    await row.getByRole("button", { name: "What to do with Technical support" }).click();
    await page.getByRole("menuitem", { name: "Close" }).click();
  };
  await close();
  const question = page.getByRole("dialog", { name: "Close Technical support at San Salvador?" });
  await expect(question).toContainText("New customers are refused. The one who waits stays and is served.");
  await expectAccessible(page);
  await question.getByRole("button", { name: "Close" }).click();
  await expect(row).toContainText("closed by hand");
  await expect(row.getByText("closed by hand")).toHaveAttribute("title", /^Closed by Laura Castillo at /);

  // It is as it says: nobody more comes, who waits stays.
  const refused = await request.post(`${baseURL}/api/v1/kiosks/${kiosk?.split("/").at(-1)}/tickets`, {
    data: { service: "technical", language: "es" },
    headers: { "Idempotency-Key": crypto.randomUUID() },
  });
  expect((await refused.json()).code).toBe("closed");
  const waiting = page.getByRole("table", { name: "Waiting" }).getByRole("row", { name: waits.label });
  await expect(waiting).toBeVisible();

  // Undone, and done again: then it is opened from the alert, so that nobody forgets it.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).not.toContainText("closed");
  await close();
  await question.getByRole("button", { name: "Close" }).click();
  await expect(row).toContainText("closed by hand");
  await waiting.getByRole("button", { name: `What to do with ${waits.label}` }).click();
  await page.getByRole("menuitem", { name: "End" }).click();
  await page.getByRole("dialog", { name: /^End / }).getByRole("button", { name: "End" }).click();
  const alerts = page.getByRole("region", { name: "Alerts" });
  await expect(alerts).toContainText(/Technical support closed by Laura Castillo at/);
  await expectAccessible(page);
  await shoot(page, "floor-closed");
  await alerts.getByRole("button", { name: "Open: Technical support" }).click();
  const opening = page.getByRole("dialog", { name: "Open Technical support at San Salvador?" });
  await expect(opening).toContainText("New customers can join the line again");
  await opening.getByRole("button", { name: "Open" }).click();
  await expect(row).not.toContainText("closed");
});

for (const [width, height] of [
  [1024, 768],
  [768, 1024],
] as const) {
  test(`on ${width} pixels nothing is cut or lies beyond the edge`, async ({
    page,
    request,
    baseURL,
    signIn,
    expectAccessible,
    shoot,
  }) => {
    const { label } = await takeTicket(request, baseURL ?? "", kiosk, "care");
    await page.setViewportSize({ width, height });
    await speak(request, baseURL ?? "", "laura", "es"); // the longest words
    await signIn(page, "laura", "/floor?at=region:central_america");
    const waiting = page.getByRole("table", { name: "En espera" });
    await expect(waiting.getByRole("row", { name: label })).toBeVisible();
    const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await beyond()).toBeLessThanOrEqual(0);
    // Neither page nor table scrolls sideways, and the figures on top are whole.
    const cut = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '[aria-label="Cifras de hoy"] span, [role="columnheader"], [role="table"]',
        ),
      ]
        .filter((each) => {
          const box = each.getAttribute("role") === "table" ? (each.parentElement ?? each) : each;
          return box.scrollWidth > box.clientWidth && getComputedStyle(box).display !== "inline";
        })
        .map((each) => each.getAttribute("aria-label") ?? each.textContent),
    );
    expect(cut).toEqual([]);
    await expectAccessible(page);
    await shoot(page, `floor-${width}`);
    await page.getByRole("link", { name: "Contactos" }).click();
    await expect(
      page.getByRole("table", { name: "Contactos" }).getByRole("row", { name: label }),
    ).toBeInViewport();
    expect(await beyond()).toBeLessThanOrEqual(0);
    await speak(request, baseURL ?? "", "laura", "en");
  });
}

test("a work gets another priority, and another line", async ({ page, request, baseURL, signIn }) => {
  const early = await takeTicket(request, baseURL ?? "", kiosk, "care");
  const late = await takeTicket(request, baseURL ?? "", kiosk, "care");
  await signIn(page, "laura", "/floor?at=site:san_salvador");
  const waiting = page.getByRole("table", { name: "Waiting" });
  await waiting.getByRole("button", { name: `What to do with ${late.label}` }).click();
  await page.getByRole("menuitem", { name: "Priority" }).click();
  const priority = page.getByRole("dialog", { name: `Priority of ${late.label}` });
  await priority.getByText("First", { exact: true }).click();
  await priority.getByRole("button", { name: "Set" }).click();
  await waiting.getByRole("row", { name: late.label }).click();
  await expect(page.getByRole("dialog", { name: new RegExp(late.label) })).toContainText("Place 1 in line");
  await page.keyboard.press("Escape");

  await waiting.getByRole("button", { name: `What to do with ${early.label}` }).click();
  await page.getByRole("menuitem", { name: "Move" }).click();
  const move = page.getByRole("dialog", { name: `Move ${early.label}` });
  await move.getByRole("combobox", { name: "Service" }).click();
  await page.getByRole("option", { name: "Fix a fault" }).click();
  await expect(move).toContainText("keeps the time of arrival");
  await move.getByRole("button", { name: "Move" }).click();
  await expect(waiting.getByRole("row", { name: early.label })).toContainText("Technical support");

  // Found again by its ticket, from anywhere.
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: /Type a name/ }).fill(early.label);
  await page.getByRole("button", { name: new RegExp(`^${early.label}.*San Salvador`) }).click();
  const contact = page.getByRole("dialog", { name: new RegExp(early.label) });
  await expect(contact).toContainText("Moved");
  await expect(contact).toContainText("Joined the line");
});

test("everybody watches only their own part, in their own language", async ({ page, signIn, shoot }) => {
  await signIn(page, "paulo", "/floor?at=site:mixco");
  await expect(page.getByRole("button", { name: /^Brasil/ })).toBeVisible();
  await page.getByRole("button", { name: /^Brasil/ }).click();
  await expect(page.getByRole("menuitem", { name: "São Paulo" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Mixco" })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "São Paulo" }).click();
  await expect(page).toHaveURL(/at=site%3Asao_paulo|at=site:sao_paulo/);
  await expect(page.getByText("Ninguém espera")).toBeVisible();
  await shoot(page, "floor-pt");
});
