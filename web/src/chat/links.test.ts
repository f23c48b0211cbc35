import { describe, expect, it } from "vitest";
import { partsOf } from "./links.ts";

const hrefs = (text: string) => partsOf(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

describe("links in messages", () => {
  it.each([
    ["see https://example.com/a?b=1.", ["https://example.com/a?b=1"]],
    ["(http://example.com)", ["http://example.com/"]],
    ["https://en.wikipedia.org/wiki/Queue_(UK), yes", ["https://en.wikipedia.org/wiki/Queue_(UK)"]],
    ["www.example.com and rosa@example.com", ["https://www.example.com/", "mailto:rosa@example.com"]],
    ["mailto:rosa@example.com", ["mailto:rosa@example.com"]],
    ["nothing here", []],
    ["javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd", []],
    ['<a href="https://example.com">x</a>', ["https://example.com/"]],
    ["https://", []],
  ])("%s", (text, expected) => {
    expect(hrefs(text)).toEqual(expected);
  });

  it("changes no letter of what was written", () => {
    for (const text of ["<script>alert('x')</script> https://a.example/<b>", "a\n\nb www.example.com.", ""]) {
      expect(
        partsOf(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }
  });
});
