import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { demoPassword } from "./demo.ts";
import { TurnoServer } from "./server.ts";

const shots = fileURLToPath(new URL("../../test-results/screens", import.meta.url));

interface WorkerFixtures {
  /** A running server that the tests of one file share. */
  server: TurnoServer;
}

interface TestFixtures {
  /** Signs a demo user in on a page and waits for their first space. */
  signIn: (page: Page, login: string, to?: string) => Promise<void>;
  /** Keeps a picture in light and in dark as a build artefact: test-results/screens/NAME-light.png. */
  shoot: (page: Page, name: string) => Promise<void>;
  /** Fails on serious or critical findings of axe, in light and in dark. */
  expectAccessible: (page: Page) => Promise<void>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from the pattern
    async ({}, use) => {
      const server = await TurnoServer.create();
      await use(server);
      await server.dispose();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  // biome-ignore lint/correctness/noEmptyPattern: see above
  signIn: async ({}, use) => {
    await use(async (page, login, to = "/") => {
      await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
      await page.getByLabel("User name").fill(login);
      await page.getByLabel("Password", { exact: true }).fill(demoPassword(login));
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL((url) => url.pathname !== "/sign-in");
    });
  },

  // biome-ignore lint/correctness/noEmptyPattern: see above
  shoot: async ({}, use) => {
    await use(async (page, name) => {
      await mkdir(shots, { recursive: true });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(settled);
        await page.screenshot({ path: `${shots}/${name}-${colorScheme}.png` });
      }
      await page.emulateMedia({ colorScheme: null });
    });
  },

  // biome-ignore lint/correctness/noEmptyPattern: see above
  expectAccessible: async ({}, use) => {
    await use(async (page) => {
      const serious: string[] = [];
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(settled);
        const axe = new AxeBuilder({ page });
        // The schemes differ in nothing but their colours.
        if (colorScheme === "dark") axe.withRules(["color-contrast"]);
        const { violations } = await axe.analyze();
        for (const { id, impact, nodes } of violations) {
          if (impact !== "serious" && impact !== "critical") continue;
          serious.push(`${colorScheme}: ${id}: ${nodes.map((node) => node.html).join("\n  ")}`);
        }
      }
      await page.emulateMedia({ colorScheme: null });
      expect(serious).toEqual([]);
    });
  },
});

// In the page: colours that inherit from one another change one after the other
// where they have a transition, however short.
async function settled(): Promise<void> {
  for (let frame = 0; frame < 30; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (!document.getAnimations().some((each) => each instanceof CSSTransition)) return;
  }
}
