import { test as shared } from "./fixtures.ts";
import { TurnoServer } from "./server.ts";

/**
 * The same fixtures with a server for one file alone: nobody waits there whom its
 * tests did not send. Without motion, so that no colour is measured in mid-fade.
 */
export function withOwnServer() {
  return shared.extend<object, { server: TurnoServer }>({
    contextOptions: { reducedMotion: "reduce" },
    server: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from the pattern
      async ({}, use) => {
        const server = await TurnoServer.create();
        await use(server);
        await server.dispose();
      },
      { scope: "worker" },
    ],
  });
}
