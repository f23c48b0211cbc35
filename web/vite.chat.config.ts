// Builds the customer's chat: one classic script, /chat.js, for other people's
// pages. It goes into the same folder as the screens, after them.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const file = fileURLToPath(new URL("./dist/chat.js", import.meta.url));

/** Compressed kilobytes that somebody else's page is made to load, at most. */
const budget_kB = 40;

/** Compresses the script as the server sends it, and keeps it small. */
function weighed(): Plugin {
  return {
    name: "weighed",
    apply: "build",
    closeBundle() {
      const small = gzipSync(readFileSync(file), { level: 9 });
      writeFileSync(`${file}.gz`, small);
      const kB = small.length / 1000;
      if (kB > budget_kB)
        throw new Error(`chat.js has ${kB.toFixed(1)} kB compressed, more than ${budget_kB}`);
    },
  };
}

export default defineConfig({
  plugins: [weighed()],
  publicDir: false,
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: {
      entry: fileURLToPath(new URL("./src/chat/main.ts", import.meta.url)),
      name: "turnoChat",
      formats: ["iife"],
      fileName: () => "chat.js",
    },
  },
});
