import { describe, expect, it } from "vitest";
import { faultOf, kindsOf, sizeOf } from "./files.ts";

const limits = { types: ["image/png", "text/plain"], max: 1000 };

describe("a file before it is sent", () => {
  it.each([
    ["image/png", 1000, undefined],
    ["image/png", 1001, "size"],
    ["image/png", 0, "empty"],
    ["image/svg+xml", 10, "kind"],
    ["application/pdf", 10, "kind"],
    ["text/csv", 10, undefined], // a text to whoever looks at its content
    ["", 10, undefined], // unknown: the server looks
  ])("%s of %d bytes: %s", (type, size, fault) => {
    expect(faultOf({ type, size }, limits)).toBe(fault);
  });

  it("is not taken where none are", () => {
    expect(faultOf({ type: "image/png", size: 1 }, { types: [], max: 0 })).toBe("none");
  });

  it("is described as people do", () => {
    const types = ["image/png", "image/jpeg", "application/pdf", "text/plain", "application/msword"];
    expect(kindsOf(types, "texto")).toBe("PNG, JPEG, PDF, texto, Word");
    expect(sizeOf(5 << 20, "en")).toBe("5 MB");
    expect(sizeOf(1_600_000, "it")).toBe("1,5 MB");
    expect(sizeOf(300, "en")).toBe("1 kB");
  });
});
