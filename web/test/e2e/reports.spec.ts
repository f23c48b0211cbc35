import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { at, type PastInterval, type PastLeg, peopleOf, second, writePast } from "./past.ts";
import { speak } from "./people.ts";

const test = withOwnServer();
test.describe.configure({ mode: "serial", timeout: 120_000 });

const day = "2026-03-10";
const before = "2026-03-09";
const week = "2026-03-03";
const minute = 60 * second;

/** A day counted by hand: see the figures below. */
function legsOf(date: string, ana: string | undefined, luis: string | undefined): PastLeg[] {
  const visit = { site: "mixco", queue: "billing", service: "payment" };
  const answered = { reason: "billing_payment_made", outcome: "resolved" };
  const legs: PastLeg[] = [];
  // Twelve of Ana's at nine, each waited its number in minutes; the first did not wait at all.
  for (let n = 0; n < 12; n++) {
    legs.push({
      ...visit,
      ...answered,
      queued: at(date, "09:00:00") + n * minute,
      wait: n * minute,
      agent: ana,
    });
  }
  // Twelve of Luis's at ten who waited twenty minutes: too long.
  for (let n = 0; n < 12; n++) {
    legs.push({
      ...visit,
      ...answered,
      reason: "other",
      queued: at(date, "10:00:00") + n * minute,
      wait: 20 * minute,
      agent: luis,
    });
  }
  legs.push(
    { ...visit, queued: at(date, "10:30:00"), wait: 30 * minute },
    { ...visit, queued: at(date, "10:40:00"), wait: 2 * minute, end: "no_show" },
    // Another branch of the region, and one of another region.
    {
      site: "san_salvador",
      queue: "care",
      service: "care",
      queued: at(date, "11:00:00"),
      wait: minute,
      agent: luis,
    },
    { site: "catania", queue: "care", service: "care", queued: at(date, "03:00:00"), wait: minute },
    // A chat, of no site.
    {
      site: "",
      queue: "chat",
      service: "",
      channel: "chat",
      queued: at(date, "12:00:00"),
      wait: 30 * second,
      agent: luis,
    },
  );
  return legs;
}

function timesOf(date: string, ana: string): PastInterval[] {
  const time = (from: string, to: string, rest: Omit<PastInterval, "agent" | "site" | "from" | "to">) => ({
    agent: ana,
    site: "mixco",
    from: at(date, from),
    to: at(date, to),
    ...rest,
  });
  return [
    time("08:30:00", "09:00:00", { presence: "ready", activity: "idle" }),
    time("09:00:00", "10:00:00", { presence: "ready", activity: "engaged" }),
    time("10:00:00", "10:30:00", { presence: "ready", activity: "wrap_up" }),
    time("10:30:00", "11:30:00", { presence: "not_ready", activity: "idle", reason: "lunch" }),
  ];
}

test.beforeAll(async ({ server, playwright }) => {
  const request = await playwright.request.newContext();
  const people = await peopleOf(request, server);
  const ana = people.get("Ana Souza") ?? "";
  const luis = people.get("Luis Pérez") ?? "";
  await speak(request, server.url, "laura", "en");
  await speak(request, server.url, "giulia", "en");
  await speak(request, server.url, "admin", "en");
  await request.dispose();
  await writePast(
    server,
    // The day before nobody was slow; a week before there was nobody but one.
    [
      ...legsOf(day, ana, luis),
      ...legsOf(before, ana, luis).map((leg) => ({ ...leg, wait: Math.min(leg.wait, 5 * minute) })),
      ...legsOf(week, ana, luis).slice(0, 1),
    ],
    timesOf(day, ana),
  );
});

const tile = (page: Page, kpi: string) =>
  page.getByRole("region", { name: "Figures of the day" }).locator(`button[data-kpi="${kpi}"]`);

const cell = (page: Page, row: string, kpi: string) =>
  page
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: row }) })
    .locator(`[data-kpi="${kpi}"]`);

test("a day's figures are those counted by hand, and open to their legs", async ({
  page,
  signIn,
  shoot,
  expectAccessible,
}) => {
  await signIn(page, "admin");
  await page.getByRole("link", { name: "Reports" }).click();
  // Yesterday, on which nothing happened, says so.
  await expect(page.getByRole("heading", { name: "Nothing was counted on this day" })).toBeVisible();
  await page.getByLabel("Day", { exact: true }).fill(day);
  await expect(page).toHaveURL(/date=2026-03-10/);

  // 29 came: 12 + 12 + 1 gave up + 1 no-show at Mixco, 1 at San Salvador, 1 at Catania, 1 chat.
  await expect(tile(page, "offered")).toContainText("29");
  await expect(tile(page, "handled")).toContainText("26");
  await expect(tile(page, "abandoned")).toContainText("2");
  await expect(tile(page, "no_show")).toContainText("1");
  // In time: Ana's 12, San Salvador and the chat; of 26 answered and the one who gave up late.
  await expect(tile(page, "service_level")).toContainText("51.9%");
  // (66 + 240 + 1 + 0.5 minutes) / 26; the day before (5 + … + 5 min) is quicker.
  await expect(tile(page, "asa")).toContainText("11:49");
  await expect(tile(page, "wait.p90")).toContainText("20:00");
  await expect(tile(page, "wait.longest")).toContainText("30:00");
  await expect(tile(page, "aht")).toContainText("3:30");
  // 90 minutes with customers and after, 30 ready.
  await expect(tile(page, "occupancy")).toContainText("75.0%");
  await expect(tile(page, "asa").locator('[data-tone="worse"]')).toHaveCount(1); // last week's day had one leg

  await shoot(page, "reports-day");
  await expectAccessible(page);

  await tile(page, "service_level").click();
  const panel = page.getByRole("dialog");
  await expect(panel).toContainText("H(T) / (H + A − A(T))");
  await expect(panel).toContainText("One of those answered never waited");
  await expect(panel).toContainText("27 of 27 counted");
  await shoot(page, "reports-legs");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();

  // A figure of a row, by keyboard.
  const longest = cell(page, "Bills and payments", "wait.longest");
  await longest.focus();
  await page.keyboard.press("Enter");
  await expect(panel).toContainText("max(answered − queued");
  await expect(panel).toContainText("26 of 26 counted");
  await page.keyboard.press("Escape");

  // An agent's state opens to the stretches.
  await page.getByRole("button", { name: /Ana Souza: Lunch 1:00:00/ }).click();
  await expect(panel).toContainText("1:00:00");
  await expect(panel.getByRole("row")).toHaveCount(2);
  await page.keyboard.press("Escape");
});

test("chats are counted in the same report, and can be looked at alone", async ({ page, signIn }) => {
  await signIn(page, "admin", `/reports?date=${day}`);
  await expect(tile(page, "offered")).toContainText("29");
  await page.getByRole("combobox", { name: "Channel" }).click();
  await page.getByRole("option", { name: "Chat" }).click();
  await expect(tile(page, "offered")).toContainText("1");
  await expect(tile(page, "asa")).toContainText("0:30");
  await expect(page).toHaveURL(/channel=chat/);
  await expect(page.getByText("Agents' time is of no channel")).toBeVisible();
});

test("agents are ranked from a least volume on, and the file holds what the screen shows", async ({
  page,
  signIn,
}) => {
  await signIn(page, "laura", `/reports?date=${day}&by=agent&least=12`);
  const rows = page.getByRole("tabpanel", { name: "Agents" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("Luis Pérez");
  await page.getByRole("tabpanel", { name: "Agents" }).getByRole("button", { name: "Service" }).click();
  await expect(rows.nth(1)).toContainText(/1\s*Ana Souza/);
  await page.getByLabel("Least handled contacts").fill("13");
  await expect(page).toHaveURL(/least=13/);
  // Ana's twelve are too few now: Luis is first, she has no rank.
  await expect(rows.nth(1)).toContainText(/1\s*Luis Pérez/);
  await expect(rows.nth(2)).toContainText(/–\s*Ana Souza/);

  await page.getByRole("button", { name: "Agents as a file" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV for spreadsheets" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`turno-${day}-region_central_america-agent.csv`);
  const text = await readFile((await file.path()) ?? "", "utf8");
  const [mark, lines] = [text[0], text.slice(1).split("\r\n")];
  expect(mark).toBe("\uFEFF");
  expect(lines[0]).toBe(
    "key,name,handled,contacts_per_hour,service_level,asa_s,wait.p90_s,wait.longest_s,aht_s,occupancy,goal,handled.at_once",
  );
  const ana = lines.find((line) => line.includes("Ana Souza"))?.split(",") ?? [];
  expect(ana.slice(1, 10)).toEqual(["Ana Souza", "12", "6", "1", "330", "600", "660", "210", "0.75"]);
  await expect(cell(page, "Ana Souza", "wait.p90")).toContainText("10:00");
  await expect(cell(page, "Ana Souza", "asa")).toContainText("5:30");
});

test("a leader sees the places of their own, and no others", async ({ page, signIn, server }) => {
  await signIn(page, "giulia", `/reports?date=${day}&at=org`);
  // Only Catania is hers: the one who gave up there.
  await expect(tile(page, "offered")).toContainText("1");
  await expect(tile(page, "handled")).toContainText("0");
  await expect(page.getByText("Mixco")).toHaveCount(0);
  const refused = await page.request.get(`${server.url}/api/v1/reports/day?date=${day}&at=site:mixco`);
  expect(refused.status()).toBe(403);
});

test("on paper it is whole", async ({ page, signIn }, info) => {
  await signIn(page, "laura", `/reports?date=${day}`);
  await expect(tile(page, "offered")).toBeVisible();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.setViewportSize({ width: 1032, height: 740 }); // A4 across, without its margins
  for (const name of ["Queues", "Sites", "Services", "Agents", "Hours"]) {
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  }
  await expect(page.getByRole("heading", { name: "Tuesday, March 10, 2026" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Floor" })).toBeHidden();
  const path = fileURLToPath(new URL("../../test-results/screens/reports.pdf", import.meta.url));
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
  // Nothing reaches beyond the paper, and nothing scrolls inside it.
  await page.screenshot({ path: path.replace("reports.pdf", "reports-paper.png"), fullPage: true });
  const beyond = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    return [...document.querySelectorAll("main *")]
      .filter((part) => {
        const box = part.getBoundingClientRect();
        const scrolls =
          part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).overflowY === "auto";
        return box.right > edge + 1 || scrolls;
      })
      .map((part) => `${part.tagName} ${part.className} ${part.textContent?.slice(0, 20)}`);
  });
  expect(beyond).toEqual([]);
  expect((await stat(path)).size).toBeGreaterThan(20_000);
  await info.attach("reports.pdf", { path, contentType: "application/pdf" });
});
