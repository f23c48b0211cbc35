import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedPassword } from "./demo.ts";

export const binary =
  process.env["TURNO_BINARY"] ?? fileURLToPath(new URL("../../../bin/turno", import.meta.url));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/**
 * The real binary on a free port, with a data folder of its own and the demo
 * organisation. It can be stopped, killed and started again on the same data.
 */
export class TurnoServer {
  readonly url: string;
  readonly data: string;
  /** What it printed and logged since it was first started. */
  output = "";
  private readonly flags: readonly string[];
  private process: ChildProcess | undefined;
  private static readonly running = new Map<string, TurnoServer>();

  private constructor(url: string, data: string, flags: readonly string[]) {
    this.url = url;
    this.data = data;
    this.flags = flags;
  }

  /** With more flags than those that every server is started with. */
  static async create(...flags: string[]): Promise<TurnoServer> {
    const data = await mkdtemp(join(tmpdir(), "turno-e2e-"));
    const server = new TurnoServer(`http://127.0.0.1:${await freePort()}`, data, flags);
    TurnoServer.running.set(server.url, server);
    await server.start();
    return server;
  }

  /** The server of this worker that answers at an address. */
  static at(url: string): TurnoServer {
    const server = TurnoServer.running.get(url);
    if (server === undefined) throw new Error(`no server at ${url}`);
    return server;
  }

  async start(): Promise<void> {
    const child = spawn(
      binary,
      [
        ...["serve", "--demo", "--demo-password", sharedPassword, "--data", this.data],
        ...["--listen", new URL(this.url).host, "--public-url", this.url],
        ...this.flags,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    await this.untilReady(child);
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`turno ended with ${child.exitCode}:\n${this.output}`);
      const ready = await fetch(`${this.url}/readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`turno was not ready in 30 s:\n${this.output}`);
  }

  /** Ends it: politely, or as a power cut would. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  async dispose(): Promise<void> {
    await this.stop();
    TurnoServer.running.delete(this.url);
    await rm(this.data, { recursive: true, force: true });
  }
}
