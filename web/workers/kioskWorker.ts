import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

const source = fileURLToPath(new URL("./kiosk-worker.js", import.meta.url));
const html = fileURLToPath(new URL("../index.html", import.meta.url));

// What the kiosk loads: the frame, its space, what leads there when its address has no
// key (/kiosk), and the words of all in every language.
const wanted = [
  /\/src\/spaces\/(kiosk\/Kiosk|pair\/Pair)\.tsx$/,
  /\/src\/i18n\/common\/\w+\.json$/,
  /\/src\/spaces\/(kiosk|pair)\/i18n\/\w+\.json$/,
];

/** The files that these chunks need, with their styles. */
function filesOf(bundle: Bundle): string[] {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const files = new Set<string>();
  const add = (name: string) => {
    const chunk = bundle[name];
    if (chunk === undefined || chunk.type !== "chunk" || files.has(name)) return;
    files.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const needed of chunk.imports) add(needed);
  };
  for (const chunk of chunks)
    if (chunk.isEntry || wanted.some((path) => path.test(chunk.facadeModuleId ?? ""))) add(chunk.fileName);
  return [...files].sort();
}

/** Writes the worker that keeps the kiosk's page, with the list of this build's files. */
export function kioskWorker(): Plugin {
  return {
    name: "kiosk-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const files = ["index.html", "favicon.svg", ...filesOf(bundle)].map((file) => `/${file}`);
      const version = createHash("sha256").update(files.join()).update(readFileSync(html)).digest("hex");
      const head = `const version = "${version.slice(0, 12)}";\nconst files = ${JSON.stringify(files, null, 2)};\n\n`;
      this.emitFile({
        type: "asset",
        fileName: "kiosk-worker.js",
        source: head + readFileSync(source, "utf8"),
      });
    },
  };
}
