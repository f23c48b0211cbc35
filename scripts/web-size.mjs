// The size of the scripts that each space loads, compressed as they are sent:
// the page's entry, what it imports, and the space's own chunk with what that
// imports. Prints one figure a line, and fails when a budget is broken.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "../web/dist");
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

// Compressed kilobytes of script (docs/ARCHITECTURE.md, the screens).
const budgets_kB = { desk: 350, floor: 350, chat: 40 };

const spaces = {
  desk: "src/spaces/desk/Desk.tsx",
  floor: "src/spaces/floor/Floor.tsx",
  reports: "src/spaces/reports/Reports.tsx",
  wall: "src/spaces/wall/Wall.tsx",
  kiosk: "src/spaces/kiosk/Kiosk.tsx",
  display: "src/spaces/display/Display.tsx",
  turn: "src/spaces/turn/Turn.tsx",
};

/** All script files that come with a chunk, itself included. */
function filesOf(key, files = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is not in the manifest: was it built?`);
  if (files.has(chunk.file)) return files;
  if (chunk.file.endsWith(".js")) files.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(imported, files);
  return files;
}

// The words of one language come with each space too: the largest is counted.
function wordsOf(prefix) {
  const sizes = Object.keys(manifest)
    .filter((key) => key.startsWith(prefix) && /\/(en|es|pt|it)\.json$/.test(key))
    .map((key) => size(manifest[key].file));
  return Math.max(0, ...sizes);
}

const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

let broken = false;
for (const [space, key] of Object.entries(spaces)) {
  const files = new Set([...filesOf("index.html"), ...filesOf(key)]);
  let bytes = wordsOf("src/i18n/common/") + wordsOf(`src/spaces/${space}/i18n/`);
  for (const file of files) bytes += size(file);
  weigh(space, bytes);
}
// The customer's chat is one file for other people's pages, with all its words.
weigh("chat", size("chat.js"));

function weigh(space, bytes) {
  const kB = bytes / 1000;
  console.log(`web_${space}_gzip_kb ${kB.toFixed(1)} kB`);
  const budget = budgets_kB[space];
  if (budget !== undefined && kB > budget) {
    console.error(`${space} is over its budget of ${budget} kB`);
    broken = true;
  }
}
process.exitCode = broken ? 1 : 0;
