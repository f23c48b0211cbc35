import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type APIRequestContext, expect } from "@playwright/test";
import { demoPassword } from "./demo.ts";
import type { TurnoServer } from "./server.ts";

// A yesterday: facts written as the floor writes them (test/past), for screens that
// look back. Clocks of these sites are never changed.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const zone = "-06:00"; // of Guatemala and El Salvador

/** An instant in microseconds, of a clock at Mixco. */
export const at = (date: string, clock: string) => Date.parse(`${date}T${clock}${zone}`) * 1000;

export const second = 1_000_000;
const nano = 1000;

export interface PastLeg {
  site: string;
  queue: string;
  service: string;
  channel?: string;
  queued: number;
  /** Microseconds. */
  wait: number;
  /** Microseconds with the customer. */
  talk?: number;
  agent?: string | undefined;
  end?: string;
  reason?: string;
  outcome?: string;
  threshold?: number;
}

const legOf = (leg: PastLeg) => {
  const ended = leg.queued + leg.wait;
  const answered = leg.agent === undefined ? 0 : ended;
  const released = answered === 0 ? ended : answered + (leg.talk ?? 180 * second);
  return {
    Number: 1,
    Channel: leg.channel ?? "visit",
    Direction: "inbound",
    Site: leg.site,
    Queue: leg.queue,
    Service: leg.service,
    ...(leg.agent && { Agent: leg.agent }),
    Reason: leg.reason ?? "",
    Outcome: leg.outcome ?? "",
    Arrived: leg.queued,
    Queued: leg.queued,
    Answered: answered,
    Released: released,
    Wrapped: answered === 0 ? released : released + 30 * second,
    End: leg.end ?? (answered === 0 ? "abandoned" : "handled"),
    Announced: -nano,
    SLThreshold: (leg.threshold ?? 900 * second) * nano,
    ShortAbandon: 5 * second * nano,
  };
};

export interface PastInterval {
  agent: string;
  site: string;
  presence: "ready" | "not_ready";
  activity: "idle" | "engaged" | "wrap_up";
  reason?: string;
  from: number;
  to: number;
}

const intervalOf = (time: PastInterval) => ({
  Agent: time.agent,
  Site: time.site,
  Presence: time.presence,
  Activity: time.activity,
  Reason: time.reason ?? "",
  Class: time.reason ? "break" : "",
  Works: 0,
  From: time.from,
  To: time.to,
});

let built: Promise<string> | undefined;

async function program(): Promise<string> {
  built ??= (async () => {
    const path = join(root, "bin", "past");
    await promisify(execFile)("go", ["build", "-o", path, "./test/past"], { cwd: root });
    return path;
  })();
  return built;
}

/** Writes facts into a running server's store. */
export async function writePast(
  server: TurnoServer,
  legs: readonly PastLeg[],
  intervals: readonly PastInterval[],
): Promise<void> {
  const child = spawn(await program(), [`sqlite://${join(server.data, "turno.db")}`], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  child.stdin.end(JSON.stringify({ Legs: legs.map(legOf), Intervals: intervals.map(intervalOf) }));
  expect((await ended)[0]).toBe(0);
}

/** The ids of the demo's people, by name. */
export async function peopleOf(
  request: APIRequestContext,
  server: TurnoServer,
): Promise<Map<string, string>> {
  await request.post(`${server.url}/api/v1/session`, {
    data: { login: "admin", password: demoPassword("admin") },
  });
  const answer = await request.get(`${server.url}/api/v1/organisation`);
  const { people } = (await answer.json()) as { people: { id: string; name: string }[] };
  return new Map(people.map(({ id, name }) => [name, id]));
}
