import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useLayer } from "./layers.ts";

afterEach(cleanup);

function Layer({ close, opened = true }: { close: () => void; opened?: boolean }) {
  useLayer(opened, close);
  return null;
}

const pressEscape = (target: Element = document.body) => fireEvent.keyDown(target, { key: "Escape" });
const calls = (...all: ReturnType<typeof vi.fn>[]) => all.map((each) => each.mock.calls.length);

it("closes what was opened last, and only that", () => {
  const [below, above] = [vi.fn(), vi.fn()];
  const page = render(
    <>
      <Layer close={above} opened={false} />
      <Layer close={below} />
    </>,
  );
  // The one that stands first on the page is opened later, and so lies above.
  page.rerender(
    <>
      <Layer close={above} />
      <Layer close={below} />
    </>,
  );
  pressEscape();
  expect(calls(below, above)).toEqual([0, 1]);
  page.rerender(
    <>
      <Layer close={above} opened={false} />
      <Layer close={below} />
    </>,
  );
  pressEscape();
  expect(calls(below, above)).toEqual([1, 1]);
  page.unmount();
  pressEscape();
  expect(calls(below, above)).toEqual([1, 1]);
});

it("keeps the key from whatever lies below, and lets an open list of a field have it first", () => {
  const [close, below] = [vi.fn(), vi.fn()];
  window.addEventListener("keydown", below);
  const page = render(
    <>
      <Layer close={close} />
      <input data-mantine-stop-propagation="true" />
    </>,
  );
  const field = page.container.querySelector("input");
  if (field === null) throw new Error("no field");
  pressEscape(field);
  expect(calls(close, below)).toEqual([0, 1]);
  pressEscape();
  expect(calls(close, below)).toEqual([1, 1]);
  window.removeEventListener("keydown", below);
});
