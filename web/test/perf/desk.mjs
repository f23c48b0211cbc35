// How long the desk takes from an empty cache until the agent can choose a counter:
// the real binary with its demo, on this machine. Prints the median of some loads,
// `desk_first_load_ms N ms`, and fails when the budget is broken. A figure of a
// machine that does nothing else meanwhile. Run after a build:
//
//   node test/perf/desk.mjs            (in web/)

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const budget_ms = 1_500;
const loads = 7;
const patience_ms = 30_000;
const password = "turno-demo-2026";

const binary = process.env.TURNO_BINARY ?? fileURLToPath(new URL("../../../bin/turno", import.meta.url));

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function untilReady(url) {
  const deadline = Date.now() + patience_ms;
  while (Date.now() < deadline) {
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("turno was not ready");
}

/** One load with a session and without anything in the cache (ms). */
async function load(browser, url, storageState) {
  const context = await browser.newContext({ baseURL: url, storageState, locale: "en-GB" });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto("/desk", { waitUntil: "commit" });
  await page.getByRole("radio").first().waitFor();
  const took = performance.now() - began;
  await context.close();
  return took;
}

const data = await mkdtemp(join(tmpdir(), "turno-perf-"));
const address = `127.0.0.1:${await freePort()}`;
const url = `http://${address}`;
const server = spawn(
  binary,
  ["serve", "--demo", "--demo-password", password, "--data", data, "--listen", address, "--public-url", url],
  { stdio: "ignore" },
);
try {
  await untilReady(url);
  const browser = await chromium.launch({
    executablePath: process.env.TURNO_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const first = await browser.newContext({ baseURL: url });
  const signedIn = await first.request.post("/api/v1/session", { data: { login: "luis", password } });
  if (!signedIn.ok()) throw new Error(`not signed in: ${await signedIn.text()}`);
  const session = await first.storageState();
  const took = [];
  for (let n = 0; n < loads; n++) took.push(await load(browser, url, session));
  await browser.close();
  const median = took.sort((a, b) => a - b)[Math.floor(loads / 2)];
  process.stdout.write(`desk_first_load_ms ${Math.round(median)} ms\n`);
  if (median > budget_ms) {
    process.stderr.write(`the desk's first load is over its budget of ${budget_ms} ms\n`);
    process.exitCode = 1;
  }
} finally {
  server.kill();
  await once(server, "exit");
  await rm(data, { recursive: true, force: true });
}
