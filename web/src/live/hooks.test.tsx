import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveProvider, sameOneLevel, useRow, useRows } from "./hooks.tsx";
import type { Topic } from "./topics.ts";

interface Rows {
  agent: { name: string; state: string };
}
const topic: Topic<Rows> = { name: "floor:org" };

interface Wire {
  onmessage?: (event: { data: string }) => void;
}
let wire: Wire;

const renders = { luis: 0, ready: 0 };

function Luis() {
  renders.luis++;
  return <p>{useRow(topic, "agent", "luis")?.state ?? "nobody"}</p>;
}

function Ready() {
  renders.ready++;
  const names = useRows(topic, "agent", (agents) =>
    agents.filter((agent) => agent.state === "ready").map((agent) => agent.name),
  );
  return <p>{`ready: ${names.join(" ")}`}</p>;
}

beforeEach(() => {
  vi.stubGlobal(
    "WebSocket",
    class {
      static readonly OPEN = 1;
      readyState = 1;
      constructor() {
        wire = this as Wire;
      }
      send() {}
      close() {}
    },
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const say = (frame: object) => act(() => wire.onmessage?.({ data: JSON.stringify(frame) }));

it("renders a reader again only when its own rows change", () => {
  render(
    <LiveProvider>
      <Luis />
      <Ready />
    </LiveProvider>,
  );
  say({ op: "hello", now: 0 });
  say({
    topic: "floor:org",
    seq: 1,
    snap: [
      ["agent", "luis", { name: "Luis", state: "ready" }],
      ["agent", "marta", { name: "Marta", state: "engaged" }],
    ],
  });
  expect(screen.getByText("ready: Luis")).toBeTruthy();
  const before = { ...renders };
  say({ topic: "floor:org", seq: 2, put: [["agent", "marta", { name: "Marta", state: "wrap_up" }]] });
  expect(renders).toEqual(before);
  say({ topic: "floor:org", seq: 3, put: [["agent", "marta", { name: "Marta", state: "ready" }]] });
  expect(screen.getByText("ready: Luis Marta")).toBeTruthy();
  expect(renders.luis).toBe(before.luis);
});

it("compares one level deep", () => {
  const row = {};
  expect(sameOneLevel([1, row], [1, row])).toBe(true);
  expect(sameOneLevel([1, {}], [1, {}])).toBe(false);
  expect(sameOneLevel({ a: 1 }, { a: 1 })).toBe(true);
  expect(sameOneLevel({ a: undefined }, { b: undefined })).toBe(false);
  expect(sameOneLevel([], {})).toBe(false);
  expect(sameOneLevel(null, {})).toBe(false);
});
