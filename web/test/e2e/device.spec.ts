import { type Browser, expect, type Page } from "@playwright/test";
import { withOwnServer } from "./own.ts";
import { speak } from "./people.ts";

// A kiosk, display or wall gets its key by a code that it shows, and is seen to be there or not.

const test = withOwnServer();

const panel = { viewport: { width: 1080, height: 1920 }, locale: "en-GB" };

/** A screen that was turned on: a browser of its own at an address without a key. */
async function screenAt(browser: Browser, url: string, path: string): Promise<Page> {
  const context = await browser.newContext(panel);
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  return page;
}

const shownCode = (page: Page) => page.getByText(/^\d{3} \d{3}$/);

test("a screen is paired by its code, works, is seen on Floor, and is shut out", async ({
  browser,
  page: studio,
  request,
  server,
  signIn,
  expectAccessible,
  shoot,
}) => {
  test.slow(); // one story: what was paired is what is seen and shut out
  const kiosk = await screenAt(browser, server.url, "/kiosk");
  await expect(kiosk.getByRole("heading", { name: "Pair this screen as a kiosk" })).toBeVisible();
  const code = (await shownCode(kiosk).textContent()) ?? "";
  await expectAccessible(kiosk);
  await shoot(kiosk, "pair-kiosk");
  await kiosk.reload(); // a power cut
  await expect(shownCode(kiosk)).toHaveText(code);
  await kiosk.getByRole("button", { name: "Español" }).click();
  await expect(kiosk.getByRole("heading", { name: "Vincular esta pantalla como kiosco" })).toBeVisible();

  await speak(request, server.url, "admin", "en");
  await signIn(studio, "admin", "/studio/devices");
  await studio.getByRole("link", { name: "Pair a screen" }).click();
  await studio.getByLabel("Code").fill("000000" === code.replace(" ", "") ? "000001" : "000000");
  await expect(studio.getByText("No screen shows this code, or it is over.")).toBeVisible();
  await studio.getByLabel("Code").fill(code);
  await expect(studio.getByText(/Chrome, Linux · opened as Kiosk/)).toBeVisible();
  await studio.getByRole("combobox", { name: "Which device is it?" }).click();
  await studio.getByRole("option", { name: /Kiosco Mixco/ }).click();
  await expect(studio.getByText(/Kiosco Mixco has a screen already/)).toBeVisible();
  await expectAccessible(studio);
  await shoot(studio, "studio-pair");
  await studio.getByRole("button", { name: "Pair", exact: true }).click();
  await expect(studio.getByText("Kiosco Mixco is paired.")).toBeVisible();
  await expect(studio.getByRole("status").getByText("Online")).toBeVisible();

  await expect(kiosk.getByRole("heading", { name: /Bienvenido/ })).toBeVisible();
  await kiosk.getByRole("button", { name: /^English/ }).click();
  await kiosk.getByRole("button", { name: /^Bills and payments/ }).click();
  await kiosk.getByRole("button", { name: /^Pay a bill/ }).click();
  await expect(kiosk.getByRole("heading", { name: /Your turn is P-\d{3}/ })).toBeVisible();

  const leader = await (await browser.newContext({ baseURL: server.url, locale: "en-GB" })).newPage();
  await speak(request, server.url, "laura", "en");
  await signIn(leader, "laura", "/floor?at=site:mixco");
  await leader.getByRole("button", { name: "Devices" }).click();
  const row = leader.getByRole("dialog").getByRole("listitem").filter({ hasText: "Kiosco Mixco" });
  await expect(row.getByText("Online")).toBeVisible();

  await kiosk.close();
  await expect(row.getByText(/Offline since/)).toBeVisible();
  await expectAccessible(leader);
  await shoot(leader, "floor-devices");
  await leader.keyboard.press("Escape");
  await expect(leader.getByRole("button", { name: "1 device offline" })).toBeVisible();

  // The same browser, turned on again, needs no code.
  const again = await kiosk.context().newPage();
  await again.goto(`${server.url}/kiosk?print=auto`);
  await expect(again.getByRole("heading", { name: /Bienvenido/ })).toBeVisible();
  await expect(again).toHaveURL(/\/kiosk\/[a-z2-7]{26}\?print=auto$/);
  await expect(leader.getByRole("button", { name: "Devices", exact: true })).toBeVisible();

  await studio.getByRole("link", { name: "Show the device" }).click();
  await expect(studio.getByText(/Paired on/)).toBeVisible();
  await shoot(studio, "studio-device");
  await studio.getByRole("button", { name: "Take the key away" }).click();
  await studio.getByRole("dialog").getByRole("button", { name: "Take the key away" }).click();
  await expect(again.getByRole("heading", { name: "Vincular esta pantalla como kiosco" })).toBeVisible();
  await expect(shownCode(again)).not.toHaveText(code);
  await expect(studio.getByRole("complementary").getByText("Not paired")).toBeVisible();

  await studio.goto("/studio/audit");
  await expect(studio.getByText("Screen paired").first()).toBeVisible();
  await expect(studio.getByText("Key of a device taken away").first()).toBeVisible();
});

test("a scanned code makes a device that there was not, on a phone", async ({
  browser,
  page: phone,
  request,
  server,
  signIn,
  expectAccessible,
  shoot,
}) => {
  const wall = await screenAt(browser, server.url, "/pair");
  const code = ((await shownCode(wall).textContent()) ?? "").replace(" ", "");
  await phone.setViewportSize({ width: 390, height: 844 });
  await speak(request, server.url, "admin", "en");
  await signIn(phone, "admin", `/studio/pair?code=${code}`);
  await phone.getByText("A new device", { exact: true }).click();
  await phone.getByLabel("Name").fill("Wall of the back office");
  await phone.getByRole("combobox", { name: "Kind" }).click();
  await phone.getByRole("option", { name: "Wall" }).click();
  await expectAccessible(phone);
  await shoot(phone, "studio-pair-phone");
  await phone.getByRole("button", { name: "Pair", exact: true }).click();
  await expect(phone.getByText("Wall of the back office is paired.")).toBeVisible();
  await expect(wall).toHaveURL(/\/wall\/[a-z2-7]{26}$/);
  await expect(phone.getByRole("status").getByText("Online")).toBeVisible();
});

test("a team leader sees the devices and pairs none", async ({ page, request, server, signIn }) => {
  await speak(request, server.url, "laura", "en");
  await signIn(page, "laura", "/floor?at=site:mixco");
  await page.getByRole("button", { name: /Devices|offline/ }).click();
  await expect(page.getByRole("dialog").getByText("Kiosco Mixco")).toBeVisible();
  await expect(page.getByRole("dialog").getByRole("link", { name: "Pair a screen" })).toBeHidden();
  const refused = await page.request.post("/api/v1/pairings/look-up", { data: { code: "123456" } });
  expect(refused.status()).toBe(403);
});
