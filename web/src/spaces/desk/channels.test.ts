// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

// The desk and its channels: a new one is a folder and a line in channels.ts.

const desk = fileURLToPath(new URL(".", import.meta.url));
const folders = ["conversation", "visit"];

const files = readdirSync(desk, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
);
const sources = new Map(files.map((file) => [file, readFileSync(join(desk, file), "utf8")]));
const folderOf = (file: string) => file.split(/[/\\]/)[0] ?? "";

function importsOf(file: string): string[] {
  return [...(sources.get(file) ?? "").matchAll(/from "(\.[^"]+)"/g)].map((found) =>
    relative(desk, resolve(desk, dirname(file), found[1] ?? "")),
  );
}

it("names the folder of a channel in one place, and no channel knows another", () => {
  expect(files.length).toBeGreaterThan(60);
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((to) => folders.includes(folderOf(to)) && folderOf(to) !== folderOf(file))
      .map((to) => `${file} imports ${to}`),
  );
  expect(wrong.sort()).toEqual([
    "channels.ts imports conversation/view.ts",
    "channels.ts imports visit/view.ts",
  ]);
});

it("tells visits from the others, and no other channel from the rest", () => {
  const keys = /channel [!=]== "(?!visit")/;
  const naming = files.filter(
    (file) => folderOf(file) !== "conversation" && keys.test(sources.get(file) ?? ""),
  );
  expect(naming).toEqual([]);
});
