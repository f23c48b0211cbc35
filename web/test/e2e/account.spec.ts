import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { demoPassword } from "./demo.ts";
import { test } from "./fixtures.ts";
import { binary } from "./server.ts";

/** The code that an authenticator app shows (RFC 6238), `ahead` periods from now. */
function codeOf(secret: string, ahead = 0): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll(" ", "")].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0"));
  const key = Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The demo's people read Spanish. */
async function inEnglish(page: Page): Promise<void> {
  const me = await (await page.request.get("/api/v1/me")).json();
  await page.request.patch("/api/v1/me", { data: { language: "en" }, headers: { "X-CSRF-Token": me.csrf } });
  await page.reload();
}

async function firstStep(page: Page, login: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("User name").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(demoPassword(login));
  await page.keyboard.press("Enter");
}

test("a person sets up a second factor and signs in with it, by keyboard", async ({
  page,
  server,
  browser,
  signIn,
  shoot,
  expectAccessible,
}) => {
  test.slow(); // one story: what was set up is what is signed in with
  await signIn(page, "sofia", "/account");
  await inEnglish(page);
  await expect(page.getByRole("heading", { name: "My account" })).toBeVisible();
  await expect(page.getByText("Chrome, Linux")).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "account");

  await page.getByRole("button", { name: "Set up" }).focus();
  await page.keyboard.press("Enter");
  const shown = page.getByTestId("secret");
  await expect(shown).toHaveText(/^[A-Z2-7 ]{20,}$/); // it comes from the server
  const secret = (await shown.textContent()) ?? "";
  await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
  await expectAccessible(page);
  await shoot(page, "account-set-up");
  await page.getByLabel("Code from the app").fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This code is not right")).toBeVisible();
  await page.getByLabel("Code from the app").fill(codeOf(secret));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const codes = await page.getByRole("dialog").getByRole("listitem").allTextContents();
  expect(codes).toHaveLength(10);
  await expectAccessible(page);
  await shoot(page, "account-codes");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText("10 recovery codes left")).toBeVisible();

  const elsewhere = await (await browser.newContext({ baseURL: server.url, locale: "en-GB" })).newPage();
  await firstStep(elsewhere, "sofia");
  await expect(elsewhere.getByRole("heading", { name: "Second step" })).toBeVisible();
  await expectAccessible(elsewhere);
  await shoot(elsewhere, "sign-in-code");
  await elsewhere.goto("/desk"); // half a sign-in opens nothing
  await expect(elsewhere.getByLabel("User name")).toBeVisible();
  await firstStep(elsewhere, "sofia");
  await elsewhere.getByLabel("Code from the app").fill("000000");
  await elsewhere.keyboard.press("Enter");
  await expect(elsewhere.getByRole("alert")).toContainText("This code is not right");
  // The next period's: this one's was used to set it up.
  await elsewhere.getByLabel("Code from the app").fill(codeOf(secret, 1));
  await elsewhere.keyboard.press("Enter");
  await elsewhere.waitForURL("**/desk");

  const lost = await (await browser.newContext({ baseURL: server.url, locale: "en-GB" })).newPage();
  await firstStep(lost, "sofia");
  await lost.getByRole("button", { name: "Use a recovery code" }).click();
  await lost.getByLabel("Recovery code").fill((codes[0] ?? "").toLowerCase());
  await lost.keyboard.press("Enter");
  await lost.waitForURL("**/desk");

  await page.reload();
  await expect(page.getByText("9 recovery codes left")).toBeVisible();
  await page.getByRole("button", { name: "Sign out elsewhere" }).click();
  await expect(page.getByRole("button", { name: "Sign out elsewhere" })).toBeHidden();
  await elsewhere.reload();
  await expect(elsewhere.getByLabel("User name")).toBeVisible();

  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByLabel("Present password").fill(demoPassword("sofia"));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Off")).toBeVisible();
});

test("a token is made for a program, works, and is revoked", async ({
  page,
  server,
  signIn,
  shoot,
  expectAccessible,
}) => {
  await signIn(page, "laura", "/account");
  await inEnglish(page);
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("Wallboard");
  await page.getByRole("combobox", { name: "What it may do" }).click();
  await page.getByRole("option", { name: "See the organisation" }).click();
  await page.keyboard.press("Escape");
  await expectAccessible(page);
  await shoot(page, "account-token");
  await page.getByRole("button", { name: "Create" }).click();
  const secret = (await page.getByText(/^turno_/).textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept it" }).click();
  const headers = { authorization: `Bearer ${secret}` };
  const ask = (path: string) => fetch(`${server.url}/api/v1${path}`, { headers });
  expect((await ask("/organisation")).status).toBe(200);
  expect((await ask("/customers")).status).toBe(403);
  await page.getByRole("button", { name: "Revoke: Wallboard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Wallboard", { exact: true })).toBeHidden();
  expect((await ask("/organisation")).status).toBe(401);
});

test("an invited person chooses a password, once", async ({
  page,
  server,
  browser,
  signIn,
  shoot,
  expectAccessible,
}) => {
  await signIn(page, "admin");
  const me = await (await page.request.get("/api/v1/me")).json();
  const people: { name: string; id: string }[] = (
    await (await page.request.get("/api/v1/organisation")).json()
  ).people;
  const marta = people.find((person) => person.name === "Marta Ruiz");
  const made = await page.request.post(`/api/v1/users/${marta?.id}/invitation`, {
    headers: { "X-CSRF-Token": me.csrf },
  });
  const { path } = await made.json();
  const hers = await (await browser.newContext({ baseURL: server.url, locale: "en-GB" })).newPage();
  await hers.goto(path);
  await expect(hers.getByRole("heading", { name: "Welcome, Marta Ruiz" })).toBeVisible();
  await expectAccessible(hers);
  await shoot(hers, "join");
  await hers.getByLabel("New password").fill("too short");
  await hers.keyboard.press("Enter");
  await expect(hers.getByText("At least 12 characters.", { exact: true })).toBeVisible();
  await hers.getByLabel("New password").fill("hers and nobody else's");
  await hers.keyboard.press("Enter");
  await expect(hers.getByRole("heading", { name: "The password is set" })).toBeVisible();
  await hers.goto(path);
  await expect(hers.getByRole("heading", { name: "This invitation is not valid any more" })).toBeVisible();
  await hers.goto("/sign-in");
  await hers.getByLabel("User name").fill("marta");
  await hers.getByLabel("Password", { exact: true }).fill("hers and nobody else's");
  await hers.keyboard.press("Enter");
  await hers.waitForURL("**/desk");
});

test("who must have a second factor sets it up first, after a password of their own", async ({
  page,
  server,
  shoot,
  expectAccessible,
}) => {
  const own = ["--data", server.data];
  const file = execFileSync(binary, [...own, "export", "org"], { encoding: "utf8" });
  const strict = `${file.replace(/^roles:$/m, "")}\nroles:\n  - {key: team_leader, name: {en: Team leader, es: Jefe, pt: Líder, it: Capo}, second_factor: true, permissions: [floor.view, org.view]}\n`;
  await writeFile(`${server.data}/strict.yaml`, strict);
  execFileSync(binary, [...own, "apply", "--yes", `${server.data}/strict.yaml`]);
  const said = execFileSync(binary, [...own, "user", "password", "paulo"], { encoding: "utf8" });
  await page.goto("/sign-in");
  await page.getByLabel("User name").fill("paulo");
  const given = said.trim().split(": ").at(-1) ?? "";
  await page.getByLabel("Password", { exact: true }).fill(given);
  await page.keyboard.press("Enter");
  await page.getByLabel("Senha atual").fill(given);
  await page.getByLabel("Nova senha").fill("uma senha só dele");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Configure um segundo fator" })).toBeVisible();
  const shown = page.getByTestId("secret");
  await expect(shown).toHaveText(/^[A-Z2-7 ]{20,}$/); // it comes from the server
  const secret = (await shown.textContent()) ?? "";
  await expectAccessible(page);
  await shoot(page, "enrol");
  await page.getByLabel("Código do aplicativo").fill(codeOf(secret));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Já guardei" }).click();
  await page.waitForURL("**/floor**");
});
