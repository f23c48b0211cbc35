import { expect } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { Agent, devicePaths, takeTicket } from "./people.ts";

const test = withOwnServer();

test("a wall shows the branch live, and comes back by itself after the server was away", async ({
  page,
  browser,
  request,
  baseURL,
  server,
  expectAccessible,
  shoot,
}) => {
  const paths = await devicePaths(request, baseURL ?? "");
  const marco = await Agent.signIn(browser, baseURL ?? "", "marco", "catania-1");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(paths.get("catania-wall") ?? "");

  // Its language is the branch's, its clock too, and it is dark.
  await expect(page.getByRole("heading", { name: "Catania", level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  const there = new Intl.DateTimeFormat("it", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Europe/Rome",
  });
  const clock = page.locator("header time");
  await expect(async () => expect(await clock.textContent()).toBe(there.format(new Date()))).toPass();
  const tile = (name: string) => page.getByRole("region", { name });
  await expect(page.getByRole("region")).toHaveCount(8);
  await expect(tile("Operatori pronti")).toContainText("1su 1");
  await expect(tile("Servizio oggi")).toContainText("–obiettivo 8");

  const first = await takeTicket(request, baseURL ?? "", paths.get("catania-kiosk"), "payment", "it");
  await takeTicket(request, baseURL ?? "", paths.get("catania-kiosk"), "payment", "it");
  await expect(tile("In attesa")).toContainText("2");
  await expect(tile("Fatture e pagamenti")).toContainText("2 in attesa");
  await expect(tile("Fatture e pagamenti")).toContainText("obiettivo 10:00");
  await expect(tile("In attesa")).toContainText("2 arrivati oggi");
  await marco.serve(first);
  await expect(tile("Servizio oggi")).toContainText("100%");
  await expect(tile("Fatture e pagamenti")).toContainText("100% su 85%");
  await expect(tile("Servizio oggi").locator("path")).toHaveCount(3); // the day, its goal and its area
  // The line is below the words: it crosses out no number.
  const boxes = await tile("Servizio oggi").evaluate((section) =>
    [...section.children].map((each) => each.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
  );
  const line = boxes.pop();
  expect(boxes).toHaveLength(4);
  for (const [, bottom] of boxes) expect(bottom).toBeLessThanOrEqual(line?.[0] ?? 0);
  await expectAccessible(page);
  await shoot(page, "wall");

  await server.stop("SIGKILL");
  await expect(page.getByText("Connessione persa: ultime cifre note")).toBeVisible();
  await expect(tile("Fatture e pagamenti")).toContainText("1 in attesa");
  await server.start();
  await expect(page.getByText("Connessione persa: ultime cifre note")).toBeHidden({ timeout: 20_000 });
  await marco.finish(first, "billing_payment_made", "resolved");
  await expect(tile("Servizio oggi")).toContainText("1 servito");
  await expect(tile("Fatture e pagamenti")).toContainText("1 in attesa");
  await marco.close();
});

test("a wall of many queues shows them in turns", async ({
  page,
  request,
  baseURL,
  expectAccessible,
  shoot,
}) => {
  const paths = await devicePaths(request, baseURL ?? "");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(paths.get("wall") ?? "");
  // Four branches of four queues, and what the contact centre has open at this hour.
  const pages = page.getByRole("navigation", { name: "Páginas" }).getByRole("button");
  await expect(pages.nth(1)).toBeVisible();
  const count = await pages.count();
  const queues = page.getByRole("region", { name: /, / }); // a queue's tile says its site
  const shown: (string | null)[] = [];
  for (let index = 0; index < count; index++) {
    const turn = pages.nth(index);
    await turn.click();
    await expect(turn).toHaveAttribute("aria-current", "true");
    const tiles = await page.getByRole("region").count();
    expect(tiles).toBeGreaterThanOrEqual(6);
    expect(tiles).toBeLessThanOrEqual(12);
    shown.push(...(await queues.evaluateAll((all) => all.map((tile) => tile.getAttribute("aria-label")))));
  }
  expect(shown.length).toBeGreaterThanOrEqual(16);
  expect(new Set(shown).size).toBe(shown.length);
  await shoot(page, "wall-all");
  // And by itself back to the first.
  await expect(pages.first()).toHaveAttribute("aria-current", "true", { timeout: 20_000 });

  // In a room full of sun.
  await page.goto(`${paths.get("wall")}?scheme=light`);
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  await expect(queues.first()).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "wall-sun");
});

test("a link that is of no wall asks to be paired", async ({ page }) => {
  await page.goto("/wall/nowhere");
  await expect(page.getByRole("heading", { name: "Pair this screen as a wall" })).toBeVisible();
  await expect(page).toHaveURL(/\/wall$/);
});
