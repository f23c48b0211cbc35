import { expect, it } from "vitest";
import { csv } from "./csv.ts";

it("writes what RFC 4180 says", () => {
  expect(
    csv([
      ["name", "share"],
      ['Caja "rápida", norte', 0.8125],
      ["two\nlines", null],
    ]),
  ).toBe('name,share\r\n"Caja ""rápida"", norte",0.8125\r\n"two\nlines",\r\n');
});

it("lets no text be a formula, and no number a text", () => {
  expect(csv([["=1+1", "+5", "-a", "@x", "\tq", "a=b", -3]])).toBe("'=1+1,'+5,'-a,'@x,'\tq,a=b,-3\r\n");
  expect(csv([['=HYPERLINK("x")']])).toBe(`"'=HYPERLINK(""x"")"\r\n`);
  expect(csv([[Number.NaN]])).toBe("\r\n");
});
