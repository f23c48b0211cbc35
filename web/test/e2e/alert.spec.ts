import { expect } from "@playwright/test";
import { test as shared } from "./fixtures.ts";
import { Mailbox } from "./mailbox.ts";
import { Agent, devicePaths, speak, takeTicket } from "./people.ts";
import { TurnoServer } from "./server.ts";

const test = shared.extend<object, { mailbox: Mailbox; server: TurnoServer }>({
  contextOptions: { reducedMotion: "reduce" },
  mailbox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from the pattern
    async ({}, use) => {
      const mailbox = await Mailbox.open();
      await use(mailbox);
      await mailbox.close();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ mailbox }, use) => {
      const server = await TurnoServer.create(
        ...[
          "--smtp-server",
          mailbox.address,
          "--smtp-tls",
          "none",
          "--smtp-from",
          "Turno <turno@example.com>",
        ],
      );
      await use(server);
      await server.dispose();
    },
    { scope: "worker" },
  ],
});

test("an administrator sets an alert; a visitor waits too long; the leader is told, and so is a mailbox; it clears", async ({
  page,
  browser,
  request,
  baseURL,
  signIn,
  mailbox,
  expectAccessible,
  shoot,
}) => {
  test.slow(); // eight looks by axe
  await speak(request, baseURL ?? "", "admin", "en");
  await speak(request, baseURL ?? "", "laura", "en");
  const kiosk = (await devicePaths(request, baseURL ?? "")).get("mixco-kiosk");

  // The administrator, in Studio.
  await signIn(page, "admin", "/studio/alerts");
  await expect(page.getByText("Wait past its target").first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "studio-alerts");
  await page.getByRole("button", { name: "New" }).click();
  const making = page.getByRole("dialog");
  await making.getByRole("textbox").first().fill("Espera inquieta");
  await making.getByRole("button", { name: "Add to draft" }).click();
  const form = page.getByRole("complementary", { name: "Espera inquieta" });
  await form.getByLabel("Share of the target").fill("0.2");
  await form.getByLabel("Clears after").fill("1s");
  await form.getByLabel("Other mail addresses").fill("duty@example.com");
  await page.keyboard.press("Enter");
  await expectAccessible(page);
  await shoot(page, "studio-alert");
  await page.getByRole("button", { name: "Review and publish" }).click();
  await page
    .getByRole("dialog", { name: "Before you publish" })
    .getByRole("button", { name: "Publish" })
    .click();
  await expect(page.getByText("Everything is published")).toBeVisible();

  // The leader watches; a visitor waits longer than two thousandths of ten minutes.
  const leader = await (
    await browser.newContext({ baseURL: baseURL ?? "", reducedMotion: "reduce" })
  ).newPage();
  await signIn(leader, "laura", "/floor?at=site:mixco");
  const bell = leader.getByRole("button", { name: /^Alerts: / });
  await expect(bell).toHaveAccessibleName("Alerts: 0 ring");
  const ticket = await takeTicket(request, baseURL ?? "", kiosk, "payment");
  await expect(bell).toHaveAccessibleName("Alerts: 1 rings");
  const note = leader.locator(".mantine-Notification-root").filter({ hasText: "Espera inquieta" });
  await expect(note).toContainText(/Bills and payments · Mixco: waiting 0:0\d, target 10:00/);

  // Mail comes, in the house's language.
  await expect.poll(() => mailbox.letters.length).toBe(1);
  const [rang] = mailbox.letters;
  expect(rang?.to).toBe("duty@example.com");
  expect(rang?.body).toContain("En Facturación y pagos · Mixco alguien espera desde hace 0:0");
  expect(rang?.body).toContain(`${baseURL}/floor?at=site%3Amixco&alert=`);

  // It is on Floor too, opens to its reason, and is taken.
  const strip = leader.getByRole("region", { name: "Alerts" });
  await expect(strip).toContainText(/Bills and payments · Mixco waiting 0:/);
  await shoot(leader, "alert-floor");
  await bell.click();
  const list = leader.getByRole("list", { name: "Ringing" });
  await expect(list).toContainText("Espera inquieta");
  await expectAccessible(leader);
  await shoot(leader, "alert-bell");
  await list.getByRole("link", { name: /Espera inquieta/ }).click();
  const panel = leader.getByRole("dialog", { name: "Bills and payments · Mixco" });
  await expect(panel).toContainText(ticket.label);
  await expect(panel).toContainText("duty@example.com");
  await expect(panel).toContainText(/sent at/);
  await expectAccessible(leader);
  await shoot(leader, "alert-panel");
  await panel.getByRole("button", { name: /^Take/ }).click();
  await expect(panel).toContainText("Laura Castillo");
  await leader.keyboard.press("Escape");
  await expect(strip).toContainText("Laura Castillo");

  // The visitor is called: it clears once, and whoever was told is told.
  const agent = await Agent.signIn(browser, baseURL ?? "", "ana", "mixco-1");
  await agent.serve(ticket);
  await expect(strip).not.toContainText(/waiting \d/);
  await expect.poll(() => mailbox.letters.length).toBe(2);
  expect(mailbox.letters[1]?.body).toContain("Espera inquieta en Facturación y pagos · Mixco ha terminado.");
  await bell.click();
  await expect(leader.getByRole("list", { name: "Over in the last hours" })).toContainText("Espera inquieta");
  await shoot(leader, "alert-over");
  await agent.finish(ticket, "billing_charge", "resolved");
  await agent.close();
});

test("who may see no floor has no bell", async ({ page, signIn }) => {
  await signIn(page, "ana", "/desk");
  await expect(page.getByRole("button", { name: /Ana Souza/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Alert/ })).toHaveCount(0);
});
