// How many frames a second the floor keeps with 1 000 agents, 40 queues and 200
// waiting works, ten changes of rows a second: the real page of the real build,
// fed through its own live client. Only the server is played here, by the browser:
// the session, the organisation, and a socket that sends the feed's own frames.
// Prints `floor_fps N fps`: the mean over the time measured, while the list of
// agents is scrolled; and how much of a core the page's main thread took for it,
// which says more than frames do on a machine that is busy with other things.
// Run after a build:
//
//   node test/perf/floor.mjs            (in web/)

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const agents = 1_000;
const queues = 40;
const waiting = 200;
const changesPerSecond = 10;
const measured_ms = 10_000;
const settled_ms = 3_000;

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const kinds = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml" };

const words = (text) => ({ en: text });
const siteKeys = Array.from({ length: 10 }, (_, index) => `site${index}`);
const organisation = {
  version: 1,
  name: "Measured",
  languages: ["en"],
  timezone: "UTC",
  regions: [],
  sites: siteKeys.map((key) => ({ key, name: words(`Site ${key.slice(4)}`), region: "", timezone: "UTC" })),
  teams: siteKeys.map((key) => ({ key, name: words(`Team ${key.slice(4)}`), site: key })),
  queues: [0, 1, 2, 3].map((index) => ({
    key: `queue${index}`,
    name: words(`Queue ${index}`),
    channel: "visit",
    per_site: true,
    threshold: 600_000_000,
    goal: 0.8,
  })),
  ...Object.fromEntries(
    ["skills", "segments", "programs", "profiles", "services", "counters", "reasons"].map((key) => [key, []]),
  ),
  dispositions: [],
  not_ready_reasons: [],
  people: [],
};
const me = {
  id: "01a00000-0000-7000-8000-000000000000",
  login: "measured",
  name: "Measured",
  agent: false,
  csrf: "-",
  must_change_password: false,
  language: "en",
  permissions: Object.fromEntries(
    ["floor.view", "agent.manage", "work.manage", "report.view", "org.view"].map((key) => [key, ["org"]]),
  ),
};

function answer(path) {
  if (path === "/api/v1/me") return me;
  if (path === "/api/v1/organisation") return organisation;
  return { items: [] };
}

async function serve(request, response) {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (path.startsWith("/api/")) {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(answer(path)));
    return;
  }
  const file = extname(path) === "" ? "index.html" : path;
  try {
    const body = await readFile(join(dist, file));
    response.setHeader("Content-Type", kinds[extname(file)] ?? "application/octet-stream");
    response.end(body);
  } catch {
    response.statusCode = 404;
    response.end();
  }
}

// In the page, instead of a socket to a server: sends one snapshot, then changes.
function playFeed({ agents, queues, waiting, changesPerSecond, siteKeys }) {
  const now = () => Date.now() * 1000;
  const pick = (list) => list[Math.floor(Math.random() * list.length)];
  const share = (value) => ({ value, num: Math.round(value * 100), den: 100, goal: 0.8 });
  const states = [
    { presence: "ready", activity: "idle" },
    { presence: "ready", activity: "engaged", channel: "visit" },
    { presence: "ready", activity: "wrap_up" },
    { presence: "not_ready", activity: "idle", reason: "lunch" },
  ];
  const agent = (index) => ({
    agent: `agent${index}`,
    name: `Agent ${String(index).padStart(4, "0")}`,
    site: siteKeys[index % siteKeys.length],
    team: siteKeys[index % siteKeys.length],
    profile: "counter",
    since: now(),
    connected: true,
    ...pick(states),
    ticket: `A-${index}`,
    work: `work${index}`,
    queue: `queue${index % 4}`,
    day: {
      handled: index % 40,
      aht: { value: 300_000_000, num: 1, den: 1 },
      occupancy: share(0.8),
      service_level: share(0.9),
    },
  });
  const queue = (index) => ({
    queue: `queue${index % 4}`,
    site: siteKeys[Math.floor(index / 4)],
    channel: "visit",
    open: true,
    waiting: index,
    oldest: now() - index * 10_000_000,
    threshold: 600_000_000,
    goal: 0.8,
    kpi: { service_level: share(Math.random()), abandonment: share(0.02) },
    offered: 100,
    handled: 98,
    abandoned: 2,
    no_show: 0,
    ready: index % 5,
    engaged: index % 7,
    not_ready: index % 3,
  });
  const work = (index) => ({
    work: `waiting${index}`,
    contact: `contact${index}`,
    queue: `queue${index % 4}`,
    site: siteKeys[index % siteKeys.length],
    ticket: `B-${index}`,
    arrived: now() - index * 1_000_000,
    queued: now() - index * 1_000_000,
    threshold: 600_000_000,
    priority: 0,
    own_priority: 0,
    stage: 0,
    state: "waiting",
    why: {
      word: "all_busy",
      fitting: 3,
      verdicts: [
        { agent: "agent1", word: "busy:visit", since: now() - 60_000_000 },
        { agent: "agent2", word: "wrap_up", since: now() - 10_000_000 },
      ],
    },
  });
  const total = () => ({
    kpi: { service_level: share(Math.random()), abandonment: share(0.02) },
    offered: 1000,
    handled: 900,
    abandoned: 20,
    no_show: 1,
    waiting,
    oldest: now() - 300_000_000,
    ready: 100,
    engaged: 600,
    wrap_up: 100,
    not_ready: 200,
    offered_agents: 0,
    signed_in: agents,
  });
  const rows = (kind, count, make) =>
    Array.from({ length: count }, (_, index) => [kind, `${kind}${index}`, make(index)]);

  window.changes = 0;
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 1;
    seq = 0;
    constructor() {
      setTimeout(() => this.say({ op: "hello", now: now(), build: "x" }), 0);
    }
    say(frame) {
      this.onmessage?.({ data: JSON.stringify(frame) });
    }
    close() {}
    send(text) {
      const { op, topic } = JSON.parse(text);
      if (op === "ping") this.say({ op: "pong", now: now() });
      if (op !== "sub") return;
      const snap = [
        ["total", "total", total()],
        ...rows("queue", queues, queue),
        ...rows("agent", agents, agent),
        ...rows("waiting", waiting, work),
      ];
      this.say({ topic, seq: ++this.seq, snap });
      setInterval(() => {
        const index = Math.floor(Math.random() * agents);
        const other = Math.floor(Math.random() * queues);
        const third = Math.floor(Math.random() * waiting);
        // As when an agent takes a work: the agent, the queue, who waits and the total change.
        const put = [
          ["agent", `agent${index}`, agent(index)],
          ["queue", `queue${other}`, queue(other)],
          ["waiting", `waiting${third}`, work(third)],
          ["total", "total", total()],
        ];
        window.changes++;
        this.say({ topic, seq: ++this.seq, put });
      }, 1000 / changesPerSecond);
    }
  };
}

// Counts the frames that were drawn, and the longest gap between two.
function countFrames(duration_ms) {
  return new Promise((resolve) => {
    const before = window.changes;
    let frames = 0;
    let longest_ms = 0;
    let first;
    let last;
    const frame = (at) => {
      first ??= at;
      if (last !== undefined) {
        frames++;
        longest_ms = Math.max(longest_ms, at - last);
      }
      last = at;
      if (at - first < duration_ms) requestAnimationFrame(frame);
      else resolve({ fps: (frames / (at - first)) * 1000, longest_ms, changes: window.changes - before });
    };
    requestAnimationFrame(frame);
  });
}

/** Seconds that the main thread has computed so far. */
async function computed(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

const server = createServer((request, response) => void serve(request, response));
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();
const browser = await chromium.launch({
  executablePath: process.env["TURNO_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.addInitScript(playFeed, { agents, queues, waiting, changesPerSecond, siteKeys });
  await page.goto(`http://127.0.0.1:${port}/floor`);
  await page.getByRole("row", { name: /Agent 0000/ }).waitFor();
  await page.waitForTimeout(settled_ms);
  // In use, not at rest: the list of agents is scrolled all the while.
  const scrolling = page.evaluate((duration_ms) => {
    const list = document.querySelector('[role="table"][aria-label="Agents"]').parentElement;
    const end = performance.now() + duration_ms;
    let top = 0;
    const step = () => {
      list.scrollTop = top += 6;
      if (performance.now() < end) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }, measured_ms);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await computed(session);
  const result = await page.evaluate(countFrames, measured_ms);
  const core = (((await computed(session)) - before) / measured_ms) * 100_000;
  await scrolling;
  const wanted = (changesPerSecond * measured_ms) / 1000;
  if (result.changes < wanted * 0.8) throw new Error(`only ${result.changes} of ${wanted} changes were made`);
  process.stdout.write(`floor_fps ${result.fps.toFixed(1)} fps\n`);
  process.stdout.write(`floor_main_thread_percent ${core.toFixed(1)} percent\n`);
  process.stdout.write(`floor_frame_longest_ms ${result.longest_ms.toFixed(1)} ms\n`);
} finally {
  await browser.close();
  server.close();
}
