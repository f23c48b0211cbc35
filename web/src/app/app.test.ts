import { describe, expect, it } from "vitest";
import type { Command } from "../kit/commands.ts";
import { grouped, matching } from "./paletteItems.ts";
import { firstSpace } from "./spaces.ts";
import { wayBack } from "./wayBack.ts";

const command = (label: string, group = "a"): Command => ({ id: label, label, group, run() {} });

describe("the palette", () => {
  const commands = [command("Ana Lucía Méndez"), command("Sign out"), command("Sign in to a counter", "b")];

  it("finds by the beginnings of words, without accents", () => {
    expect(matching(commands, "lucia men").map((found) => found.label)).toEqual(["Ana Lucía Méndez"]);
    expect(matching(commands, "si").map((found) => found.label)).toEqual([
      "Sign out",
      "Sign in to a counter",
    ]);
    expect(matching(commands, "ign")).toEqual([]);
    expect(matching(commands, " ")).toHaveLength(3);
  });

  it("keeps the groups in the order they came", () => {
    expect(grouped(commands).map(([group, members]) => [group, members.length])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });
});

it("goes back only to a path of this app", () => {
  expect(wayBack("/desk?x=1")).toBe("/desk?x=1");
  expect(wayBack("//evil.example")).toBe("/");
  expect(wayBack("/\\evil.example")).toBe("/");
  expect(wayBack("https://evil.example")).toBe("/");
  expect(wayBack(null)).toBe("/");
});

it("begins the day of an agent at the desk and of a leader on the floor", () => {
  const all = () => true;
  expect(firstSpace(all, true)?.key).toBe("desk");
  expect(firstSpace(all, false)?.key).toBe("floor");
  expect(firstSpace((permission) => permission === "desk.use", false)?.key).toBe("desk");
  expect(firstSpace(() => false, true)).toBeUndefined();
});
