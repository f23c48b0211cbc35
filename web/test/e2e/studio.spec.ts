import { expect, type Page } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { paired, speak, takeTicket } from "./people.ts";

const test = withOwnServer();

// One organisation on one day: each test goes on where the one before it ended.
test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ request, baseURL }) => {
  await speak(request, baseURL ?? "", "admin", "en");
  await speak(request, baseURL ?? "", "laura", "en");
});

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and publish" }).click();
  await page
    .getByRole("dialog", { name: "Before you publish" })
    .getByRole("button", { name: "Publish" })
    .click();
  await expect(page.getByText("Everything is published")).toBeVisible();
}

test("a queue is changed as a draft: its effect is told before it is published, and taken back", async ({
  page,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await signIn(page, "admin", "/studio/queues/billing");
  const panel = page.getByRole("complementary", { name: "Bills and payments" });
  await expect(panel).toContainText("85% of customers are to be answered within 10:00.");
  await expectAccessible(page);
  await shoot(page, "studio-queue");

  await panel.getByLabel("Answered within").fill("0s5");
  await expect(panel.getByText("Write 90s, 4m or 1h30m")).toBeVisible();
  await panel.getByLabel("Answered within").fill("12m");
  await expect(panel).toContainText("within 12:00.");
  await expect(page.getByText("One change", { exact: true }).first()).toBeVisible();

  // Nothing is lost by a reload; nobody else sees it yet.
  await page.reload();
  await expect(panel.getByLabel("Answered within")).toHaveValue("12m");

  await page.getByRole("button", { name: "Review and publish" }).click();
  const review = page.getByRole("dialog", { name: "Before you publish" });
  await expect(review).toContainText("threshold 10m → 12m");
  await expect(review).toContainText("Nobody receives other work, and no hours change.");
  await review.getByRole("button", { name: "Not yet" }).click();
  await publish(page);

  await panel.getByText("History").click();
  await expect(panel).toContainText("Carmen Aguilar");
  await expect(panel).toContainText("threshold 10m → 12m");

  await page.getByRole("button", { name: "Take the last change back" }).click();
  await expect(review).toContainText("threshold 12m → 10m");
  await review.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Everything is published")).toBeVisible();
  await panel.getByText("Settings").click();
  await expect(panel.getByLabel("Answered within")).toHaveValue("10m");
});

test("levels are set in the grid by keyboard, and who loses a language is told by name", async ({
  page,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await signIn(page, "admin", "/studio/grid");
  const cell = page.getByRole("gridcell", { name: "Ana Souza, Portuguese: 4" });
  await cell.click();
  await page.keyboard.press("0");
  await expect(page.getByRole("gridcell", { name: "Ana Souza, Portuguese: –" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("gridcell", { name: /^Andrea López, Portuguese/ })).toBeFocused();
  await expectAccessible(page);
  await shoot(page, "studio-grid");

  await page.getByRole("button", { name: "Review and publish" }).click();
  const review = page.getByRole("dialog", { name: "Before you publish" });
  await expect(review).toContainText("One agent will no longer receive Portuguese (Visit)");
  await expect(review).toContainText("Ana Souza");
  await expectAccessible(page);
  await shoot(page, "studio-review");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard" }).click();
  await page
    .getByRole("dialog", { name: "Discard the draft?" })
    .getByRole("button", { name: "Discard" })
    .click();
  await expect(page.getByText("Everything is published")).toBeVisible();
});

test("a branch is copied, gets two agents from a table, and takes tickets a moment later", async ({
  page,
  request,
  baseURL,
  signIn,
}) => {
  await signIn(page, "admin", "/studio/sites");
  await page.getByRole("button", { name: "Copy a site" }).click();
  const copy = page.getByRole("dialog", { name: "Copy a site" });
  await copy.getByLabel("Template").click();
  await page.getByRole("option", { name: "Mixco" }).click();
  await copy.getByLabel("Name").fill("Antigua");
  await expect(copy.getByLabel("Key")).toHaveValue("antigua");
  await copy.getByRole("button", { name: "Copy to draft" }).click();
  await expect(page.getByRole("complementary", { name: "Antigua" })).toBeVisible();
  await publish(page);

  await page.goto("/studio/users");
  await page.getByRole("button", { name: "From a table" }).click();
  const table = page.getByRole("dialog", { name: "From a table" });
  const people = (skills: string) => ({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      `login,name,team,profile,skills,roles\nnina,Nina Paz,antigua,counter,${skills},agent@team:antigua\nteo,Teo Paz,antigua,counter,es:5,agent@team:antigua\n`,
    ),
  });
  await table.locator('input[type="file"]').setInputFiles(people("es"));
  await expect(table.getByRole("alert")).toContainText('line 2: "es" is not a skill');
  await table.locator('input[type="file"]').setInputFiles(people("es:5 billing:3"));
  await expect(page.getByText("2 changes", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Review and publish" }).click();
  await expect(page.getByRole("dialog")).toContainText("2 people can sign in");
  await page.keyboard.press("Escape");
  await publish(page);

  const kiosk = await paired(request, baseURL ?? "", "antigua-kiosk");
  const ticket = await takeTicket(request, baseURL ?? "", kiosk, "payment");
  expect(ticket.label).toMatch(/-001$/);
});

test("the second of two who change the same queue is told what the first has changed", async ({
  browser,
  baseURL,
  signIn,
}) => {
  const pages = await Promise.all(
    [1, 2].map(async () => (await browser.newContext({ baseURL: baseURL ?? "" })).newPage()),
  );
  const [first, second] = pages as [Page, Page];
  for (const page of pages) {
    await signIn(page, "admin", "/studio/queues/care");
    await expect(page.getByLabel("Priority").first()).toHaveValue("20");
  }
  await first.getByLabel("Priority").first().fill("30");
  await second.getByLabel("Priority").first().fill("40");
  await publish(first);
  await second.getByRole("button", { name: "Review and publish" }).click();
  const review = second.getByRole("dialog", { name: "Before you publish" });
  await expect(review).toContainText("Somebody else was first");
  await expect(review).toContainText("changed meanwhile by Carmen Aguilar: priority 20 → 30");
  await review.getByRole("button", { name: /^Take theirs/ }).click();
  await expect(second.getByLabel("Priority").first()).toHaveValue("30");
  for (const page of pages) await page.context().close();
});

test("a calendar shows its month, and a holiday is a click", async ({
  page,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await signIn(page, "admin", "/studio/calendars/branch_hours");
  const panel = page.getByRole("complementary");
  await panel.getByLabel("Monday").fill("8-12");
  await panel.getByLabel("Monday").press("Enter");
  await expect(panel.getByLabel("Monday")).toHaveValue("08:00-12:00");
  await panel.getByRole("button", { name: /^15:/ }).click();
  await page.getByLabel("Holiday", { exact: true }).fill("Fair");
  await page.keyboard.press("Escape");
  await expect(panel.getByRole("button", { name: "15: Fair, closed" })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "studio-calendar");
});

test("a user is invited by a link, signed out everywhere, and given a token that is revoked", async ({
  page,
  browser,
  baseURL,
  signIn,
  expectAccessible,
  shoot,
}) => {
  const other = await (await browser.newContext({ baseURL: baseURL ?? "" })).newPage();
  await signIn(other, "laura");
  await signIn(page, "admin", "/studio/users/laura");
  const panel = page.getByRole("complementary", { name: "Laura Castillo" });
  await panel.getByText("Sign-in", { exact: true }).click();
  await panel.getByRole("button", { name: "Invite by link" }).click();
  const invitation = page.getByRole("dialog", { name: "Invitation for Laura Castillo" });
  await expect(invitation.getByText(/\/join\/./)).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "studio-invitation");
  await invitation.getByRole("button", { name: "I have kept it" }).click();
  await expect(panel).toContainText("Invited by Carmen Aguilar");

  await panel.getByRole("button", { name: "New token" }).click();
  const making = page.getByRole("dialog", { name: "New token" });
  await making.getByLabel("Name").fill("Wallboard");
  await making.getByRole("combobox", { name: "What it may do" }).click();
  await page.getByRole("option", { name: "See the organisation" }).click();
  await page.keyboard.press("Escape");
  await making.getByRole("button", { name: "Create" }).click();
  await making.getByRole("button", { name: "I have kept it" }).click();
  await expect(panel.getByText("Wallboard")).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "studio-sign-in");
  await panel.getByRole("button", { name: "Revoke: Wallboard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(panel.getByText("Wallboard")).toHaveCount(0);

  await panel.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(panel).toContainText("Not signed in anywhere.");
  expect((await other.request.get("/api/v1/me")).status()).toBe(401);
  await other.context().close();
});

test("the audit log is filtered, tells what was before and after, and comes as a file", async ({
  page,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await signIn(page, "admin", "/studio/audit");
  const log = page.getByRole("region", { name: "Lines of the log" });
  await expect(log.getByRole("cell", { name: "Signed in" }).first()).toBeVisible();
  await page.getByLabel("On what").fill("queue:billing");
  await page.getByLabel("On what").press("Enter");
  await expect(log.getByRole("cell", { name: "Signed in" })).toHaveCount(0);
  const newest = log.getByRole("row").nth(1);
  await expect(newest).toContainText("Carmen Aguilar");
  await expect(newest).toContainText("Queue Bills and payments");
  await newest.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(log.getByRole("row", { name: /^threshold 12m 10m$/ })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "studio-audit");

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "As CSV" }).click();
  const file = await (await download).createReadStream();
  const lines = (await file.toArray()).join("").trim().split("\n");
  expect(lines).toHaveLength(1 + (await log.getByRole("button", { expanded: false }).count()) + 1);

  await page.getByLabel("From").fill("2020-01-01");
  await page.getByLabel("Until").fill("2020-01-02");
  await expect(page.getByText("Nothing like that was done")).toBeVisible();
});

test("an inbox gives the tag for a web site, and a page to try its chat on", async ({
  page,
  server,
  signIn,
  expectAccessible,
  shoot,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "admin", "/studio/inboxes/help");
  const matter = page.getByRole("complementary").getByRole("region", { name: "On a web site" });
  const tag = `<script src="${server.url}/chat.js" data-inbox="help" async></script>`;
  await expect(matter).toContainText(tag);
  await matter.getByRole("button", { name: "Copy" }).click();
  await expect(matter.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(tag);
  await expectAccessible(page);
  await shoot(page, "studio-inbox");

  const tried = page.waitForEvent("popup");
  await matter.getByRole("link", { name: "Try it" }).click();
  await expect((await tried).getByRole("button", { name: "Open the chat" })).toBeVisible();
});

test("a team leader has no Studio, and is refused when asking for it", async ({ page, signIn }) => {
  await signIn(page, "laura", "/floor");
  await expect(page.getByRole("link", { name: "Studio" })).toHaveCount(0);
  const answer = await page.request.get("/api/v1/studio/objects?kind=queue");
  expect(answer.status()).toBe(403);
});
