import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { keyLabels, useHotkey } from "./hotkeys.ts";

afterEach(cleanup);

function Keyed({ keys, run, enabled = true }: { keys: string; run: () => void; enabled?: boolean }) {
  useHotkey(keys, run, undefined, enabled);
  return <input />;
}

it("runs the newest registration of a key", () => {
  const [below, above] = [vi.fn(), vi.fn()];
  const page = render(
    <>
      <Keyed keys="F9" run={below} />
      <Keyed keys="F9" run={above} />
    </>,
  );
  fireEvent.keyDown(document.body, { key: "F9" });
  expect([below, above].map((run) => run.mock.calls.length)).toEqual([0, 1]);
  page.rerender(<Keyed keys="F9" run={below} />);
  fireEvent.keyDown(document.body, { key: "F9" });
  expect(below).toHaveBeenCalledTimes(1);
});

it("leaves letters to the field that is typed in, and takes F-keys and Ctrl from it", () => {
  const [letter, f2, search] = [vi.fn(), vi.fn(), vi.fn()];
  const page = render(
    <>
      <Keyed keys="N" run={letter} />
      <Keyed keys="F2" run={f2} />
      <Keyed keys="mod+K" run={search} />
    </>,
  );
  const input = page.container.querySelector("input");
  if (input === null) throw new Error("no input");
  fireEvent.keyDown(input, { key: "n" });
  fireEvent.keyDown(input, { key: "F2" });
  fireEvent.keyDown(input, { key: "k", ctrlKey: true });
  expect([letter, f2, search].map((run) => run.mock.calls.length)).toEqual([0, 1, 1]);
  fireEvent.keyDown(document.body, { key: "n" });
  expect(letter).toHaveBeenCalledTimes(1);
});

it("does nothing while disabled or while a key is held down", () => {
  const run = vi.fn();
  const page = render(<Keyed keys="F4" run={run} enabled={false} />);
  fireEvent.keyDown(document.body, { key: "F4" });
  page.rerender(<Keyed keys="F4" run={run} />);
  fireEvent.keyDown(document.body, { key: "F4", repeat: true });
  expect(run).not.toHaveBeenCalled();
});

it("writes keys as they are on the keyboard", () => {
  expect(keyLabels("mod+K")).toEqual(["Ctrl", "K"]);
  expect(keyLabels("shift+F9")).toEqual(["Shift", "F9"]);
});
