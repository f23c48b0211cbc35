import { act, cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useThreadScroll } from "./useThreadScroll.ts";

// The tests' page has no layout. This one lays out as browsers do: what no longer fits
// puts the position back at once, observers of sizes hear of it, and the scroll event
// comes a frame later, when there may be more to read already.
class Layout {
  static now: Layout;
  private readonly box: HTMLElement;
  private readonly observers = new Set<() => void>();
  private content = 1000;
  private height = 368;
  private at = 0;

  constructor(box: HTMLElement) {
    this.box = box;
    Object.defineProperties(box, {
      scrollHeight: { get: () => Math.max(this.content, this.height) },
      clientHeight: { get: () => this.height },
      scrollTop: { get: () => this.at, set: (to: number) => this.to(to) },
    });
  }

  observe(observer: () => void): void {
    this.observers.add(observer);
  }

  private to(top: number): void {
    this.at = Math.max(0, Math.min(top, this.box.scrollHeight - this.height));
  }

  resize(change: { content?: number; height?: number }): void {
    this.change(change);
    this.observed();
  }

  /** New sizes that no frame has laid out yet. */
  change({ content = this.content, height = this.height }: { content?: number; height?: number }): void {
    this.content = content;
    this.height = height;
    this.to(this.at);
  }

  observed(): void {
    act(() => {
      for (const each of this.observers) each();
    });
  }

  scrolled(): void {
    fireEvent.scroll(this.box);
  }

  get fromEnd(): number {
    return this.content - this.at - this.height;
  }
}

class Observer {
  private readonly tell: () => void;
  constructor(tell: () => void) {
    this.tell = tell;
  }
  observe(): void {
    Layout.now.observe(this.tell);
  }
  disconnect(): void {}
}

beforeEach(() => vi.stubGlobal("ResizeObserver", Observer));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const noOlder = () => {};

function Reader({ first }: { first: number }) {
  const scroll = useThreadScroll(first, noOlder);
  const box = (node: HTMLDivElement | null) => {
    scroll.scroller.current = node;
    if (node !== null && node.dataset["laid"] === undefined) {
      node.dataset["laid"] = "";
      Layout.now = new Layout(node);
    }
  };
  return (
    <div ref={box} onScroll={scroll.onScroll}>
      <div ref={scroll.content}>{scroll.atEnd ? "at the end" : "further up"}</div>
    </div>
  );
}

function reader() {
  const page = render(<Reader first={1} />);
  const layout = Layout.now;
  layout.observed();
  layout.scrolled();
  expect(layout.fromEnd).toBe(0);
  return { page, layout };
}

it("stays at the end when the banner of a lost connection goes and messages come at once", () => {
  const { page, layout } = reader();
  layout.resize({ height: 400 });
  layout.change({ content: 1100 });
  layout.scrolled();
  layout.observed();
  expect(layout.fromEnd).toBe(0);
  page.getByText("at the end");
});

it("leaves whoever has scrolled up where they are, whatever comes and goes", () => {
  const { page, layout } = reader();
  (page.container.firstChild as HTMLElement).scrollTop = 300;
  layout.scrolled();
  page.getByText("further up");
  layout.resize({ height: 400 });
  layout.change({ content: 1100 });
  layout.scrolled();
  layout.observed();
  expect(layout.fromEnd).toBe(1100 - 300 - 400);
  page.getByText("further up");
});

it("is back at the end once its reader has scrolled there", () => {
  const { page, layout } = reader();
  const box = page.container.firstChild as HTMLElement;
  box.scrollTop = 300;
  layout.scrolled();
  box.scrollTop = 600;
  layout.scrolled();
  page.getByText("at the end");
  layout.resize({ content: 1100 });
  expect(layout.fromEnd).toBe(0);
});

it("keeps what is read in its place when older messages come in above", () => {
  const { page, layout } = reader();
  (page.container.firstChild as HTMLElement).scrollTop = 300;
  layout.scrolled();
  layout.change({ content: 1500 });
  page.rerender(<Reader first={-4} />);
  layout.observed();
  expect(layout.fromEnd).toBe(1000 - 300 - 368);
});
