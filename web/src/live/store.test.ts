import { describe, expect, it, vi } from "vitest";
import { TopicStore } from "./store.ts";

describe("TopicStore", () => {
  it("tells only whoever reads what changed", () => {
    const store = new TopicStore();
    store.replace([
      ["agent", "a", { n: 1 }],
      ["agent", "b", { n: 1 }],
      ["queue", "q", { n: 1 }],
    ]);
    const [a, b, agents, queues] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
    store.listen(a, "agent", "a");
    store.listen(b, "agent", "b");
    store.listen(agents, "agent");
    store.listen(queues, "queue");
    store.change([["agent", "a", { n: 2 }]], []);
    expect([a, b, agents, queues].map((listener) => listener.mock.calls.length)).toEqual([1, 0, 1, 0]);
    expect(store.row("agent", "a")).toEqual({ n: 2 });
  });

  it("tells a list once for a whole frame", () => {
    const store = new TopicStore();
    const agents = vi.fn();
    store.listen(agents, "agent");
    store.replace([
      ["agent", "a", {}],
      ["agent", "b", {}],
    ]);
    expect(agents).toHaveBeenCalledTimes(1);
  });

  it("keeps the identity of rows and lists that did not change", () => {
    const store = new TopicStore();
    store.replace([
      ["agent", "a", { n: 1 }],
      ["agent", "b", { n: 1 }],
    ]);
    const [row, list] = [store.row("agent", "a"), store.list("agent")];
    store.replace([
      ["agent", "a", { n: 1 }],
      ["agent", "b", { n: 1 }],
    ]);
    expect(store.row("agent", "a")).toBe(row);
    expect(store.list("agent")).toBe(list);
    store.change([["agent", "b", { n: 2 }]], []);
    expect(store.list("agent")).not.toBe(list);
    expect(store.row("agent", "a")).toBe(row);
  });

  it("drops what a new snapshot does not have", () => {
    const store = new TopicStore();
    store.replace([
      ["agent", "a", {}],
      ["agent", "b", {}],
    ]);
    const gone = vi.fn();
    store.listen(gone, "agent", "b");
    store.replace([["agent", "a", {}]]);
    expect(store.row("agent", "b")).toBeUndefined();
    expect(gone).toHaveBeenCalledTimes(1);
  });

  it("says that it is ready, and why it will not be", () => {
    const store = new TopicStore();
    const state = vi.fn();
    store.listen(state);
    store.fail({ code: "forbidden", status: 403 });
    expect(store.error?.status).toBe(403);
    store.replace([]);
    expect(store.ready).toBe(true);
    expect(store.error).toBeUndefined();
    expect(state).toHaveBeenCalledTimes(2);
  });
});
