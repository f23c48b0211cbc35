import { expect } from "@playwright/test";
import { sharedPassword } from "./demo.ts";
import { test } from "./fixtures.ts";

// The door: what everybody of the staff sees first.

// The machine may be busy with other things.
test.setTimeout(150_000);

test("signing in says what is missing and what is wrong, at its field", async ({
  page,
  expectAccessible,
  shoot,
}) => {
  await page.goto("/sign-in?to=/floor");
  const login = page.getByLabel("User name");
  const password = page.getByLabel("Password", { exact: true });
  await expect(login).toBeFocused();
  await expectAccessible(page);
  await shoot(page, "sign-in");

  await page.keyboard.press("Enter");
  await expect(login).toHaveAccessibleDescription("Please fill this in.");
  await expect(password).toHaveAccessibleDescription("Please fill this in.");
  await login.fill("laura");
  await expect(login).not.toHaveAttribute("aria-invalid", "true");

  await password.fill("not her password");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText(
    "User name and password do not match. Check both and try again.",
  );
  for (const field of [login, password]) await expect(field).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await shoot(page, "sign-in-refused");

  await password.fill(sharedPassword);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/floor$/);
});

test("in the reader's language, by choice", async ({ page, shoot }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /^Language/ }).click();
  await page.getByRole("menuitem", { name: /Español/ }).click();
  await expect(page.getByRole("button", { name: "Iniciar sesión" })).toBeVisible();
  await page.getByRole("button", { name: "Iniciar sesión" }).click();
  await expect(page.getByLabel("Usuario")).toHaveAccessibleDescription("Complete este campo.");
  await shoot(page, "sign-in-es");
});

test("a new password is refused and taken, in words at its field", async ({
  page,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, "rosa", "/desk");
  await page.getByRole("button", { name: /settings and sign out|ajustes y cerrar/ }).click();
  await page.getByRole("menuitem", { name: /Change the password|Cambiar la contraseña/ }).click();
  const dialog = page.getByRole("dialog");
  const [old, fresh] = [dialog.locator("input").nth(0), dialog.locator("input").nth(1)];
  const change = () => fresh.press("Enter");
  await old.fill("not the present one");
  await fresh.fill("short");
  await change();
  await expect(fresh).toHaveAccessibleDescription(/At least 12 characters\.|Al menos 12 caracteres\./);
  await fresh.fill("a lamp beside the stairs");
  await change();
  await expect(old).toHaveAccessibleDescription(/not the present password|no es la contraseña actual/);
  await expectAccessible(page);
  await old.fill(sharedPassword);
  await change();
  await expect(dialog).toBeHidden();
});
