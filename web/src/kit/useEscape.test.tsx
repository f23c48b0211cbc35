import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useEscape } from "./useEscape.ts";

afterEach(cleanup);

function Layers({
  opened = true,
  question = false,
  onClose,
}: {
  opened?: boolean;
  question?: boolean;
  onClose: () => void;
}) {
  const layer = useEscape(opened, onClose);
  return (
    <>
      <div ref={layer}>
        <section role="dialog" aria-label="drawer">
          <button type="button">inside</button>
          <button type="button" data-mantine-stop-propagation="true">
            list
          </button>
        </section>
      </div>
      {question && (
        <section role="dialog" aria-label="question">
          <button type="button">answer</button>
        </section>
      )}
    </>
  );
}

const press = (element: Element, key = "Escape") => fireEvent.keyDown(element, { key });

it("closes the layer that has the focus", () => {
  const onClose = vi.fn();
  const page = render(<Layers onClose={onClose} />);
  press(page.getByText("inside"), "Enter");
  expect(onClose).not.toHaveBeenCalled();
  press(page.getByText("inside"));
  expect(onClose).toHaveBeenCalledTimes(1);
  press(document.body);
  expect(onClose).toHaveBeenCalledTimes(2);
});

it("leaves it while a question above is open, wherever the focus is", () => {
  const onClose = vi.fn();
  const page = render(<Layers question onClose={onClose} />);
  press(page.getByText("answer"));
  press(document.body);
  expect(onClose).not.toHaveBeenCalled();
  page.rerender(<Layers onClose={onClose} />);
  press(document.body);
  expect(onClose).toHaveBeenCalledTimes(1);
});

it("leaves Escape to an open list, and hears nothing while it is closed", () => {
  const onClose = vi.fn();
  const page = render(<Layers onClose={onClose} />);
  press(page.getByText("list"));
  page.rerender(<Layers opened={false} onClose={onClose} />);
  press(document.body);
  expect(onClose).not.toHaveBeenCalled();
});
