import { describe, expect, it } from "vitest";
import { browserOf } from "./browser.ts";

describe("browserOf", () => {
  it("names browsers as people do, however many others they claim to be", () => {
    const chrome =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
    expect(browserOf(chrome)).toBe("Chrome, Linux");
    expect(browserOf(`${chrome.replace("X11; Linux x86_64", "Windows NT 10.0")} Edg/140.0`)).toBe(
      "Edge, Windows",
    );
    expect(
      browserOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ).toBe("Firefox, macOS");
    expect(browserOf("curl/8.0")).toBe("curl/8.0");
    expect(browserOf(undefined)).toBe("");
  });
});
