import { describe, expect, it } from "vitest";
import { Keep } from "./keep.ts";
import { newClient, newToken } from "./secret.ts";

function shelf() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe("what outlives a reload", () => {
  it("is apart for each inbox and server", () => {
    const store = shelf();
    new Keep("help", "https://a.example", store).set({ draft: "hello" });
    expect(new Keep("help", "https://a.example", store).get().draft).toBe("hello");
    expect(new Keep("shop", "https://a.example", store).get().draft).toBeUndefined();
    expect(new Keep("help", "https://b.example", store).get().draft).toBeUndefined();
  });

  it("does not undo what another tab wrote", () => {
    const store = shelf();
    const [one, other] = [
      new Keep("help", "https://a.example", store),
      new Keep("help", "https://a.example", store),
    ];
    one.pend({ client: "a", text: "one", at_ms: 1 });
    other.pend({ client: "b", text: "two", at_ms: 2 });
    one.settle("a");
    expect(one.get().pending?.map(({ client }) => client)).toEqual(["b"]);
  });

  it("lasts as long as the page where nothing may be kept", () => {
    const refusing = {
      getItem: () => {
        throw new Error("forbidden");
      },
      setItem: () => {
        throw new Error("forbidden");
      },
    };
    const keep = new Keep("help", "https://a.example", refusing);
    keep.set({ draft: "hello" });
    keep.set({ open: true });
    expect(keep.get()).toEqual({ draft: "hello", open: true });
    expect(new Keep("help", "https://a.example", undefined).get()).toEqual({});
  });

  it("survives what is not ours in its place", () => {
    const store = shelf();
    store.kept.set("turno.chat:help@a.example", "{");
    expect(new Keep("help", "https://a.example", store).get()).toEqual({});
  });

  it("forgets a conversation, not the customer's choices", () => {
    const keep = new Keep("help", "https://a.example", shelf());
    keep.set({ token: "chat_x", language: "it", draft: "d", seen: 3 });
    keep.forget();
    expect(keep.get()).toMatchObject({ language: "it", draft: "d", seen: 0 });
    expect(keep.get().token).toBeUndefined();
  });
});

it("makes tokens that the server takes", () => {
  expect(newToken()).toMatch(/^chat_[a-z0-9]{26,64}$/);
  expect(new Set(Array.from({ length: 100 }, newToken)).size).toBe(100);
  expect(newClient().length).toBeLessThanOrEqual(64);
});
