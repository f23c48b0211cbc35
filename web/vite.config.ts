import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { kioskWorker } from "./workers/kioskWorker.ts";

// Vitest prints failures with Map.groupBy, which Node 20 does not have yet.
Map.groupBy ??= <K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [item]);
    else members.push(item);
  }
  return groups;
};

// Where `make dev` finds the server.
const server = process.env["TURNO_SERVER"] ?? "http://localhost:8080";

/** Compresses what is built once, here, so that the server need not at every request. */
function compressed(): Plugin {
  const kinds = /\.(js|css|html|svg|json)$/;
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const entry of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!kinds.test(entry) || entry.startsWith(".")) continue;
        const file = join(dir, entry);
        const small = gzipSync(readFileSync(file), { level: 9 });
        writeFileSync(`${file}.gz`, small);
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), kioskWorker(), compressed()],
  resolve: {
    alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) },
  },
  build: {
    target: "es2023",
    // The manifest tells scripts/web-size.mjs which files each space loads.
    manifest: true,
    // The frame is one file on purpose: every space needs all of it.
    chunkSizeWarningLimit: 700,
    // Small files are still files of their own: a data: URL would need a wider content policy.
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    proxy: { "/api": { target: server, ws: true }, "/chat.js": server },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    globals: false,
    restoreMocks: true,
  },
});
