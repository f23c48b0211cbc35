import { expect, it } from "vitest";
import { readTag } from "./tag.ts";

const src = "https://turno.example:8443/chat.js?v=1";

it("reads what the page says on the tag, and nothing that could do harm", () => {
  expect(readTag({ src, dataset: { inbox: "help" } })).toEqual({
    server: "https://turno.example:8443",
    inbox: "help",
  });
  expect(
    readTag({
      src,
      dataset: {
        inbox: "help",
        theme: "dark",
        color: "#0b7285",
        position: "left",
        language: "pt-BR",
        name: " Rosa ",
      },
    }),
  ).toEqual({
    server: "https://turno.example:8443",
    inbox: "help",
    scheme: "dark",
    colour: "#0b7285",
    position: "left",
    language: "pt-BR",
    name: "Rosa",
  });
  expect(
    readTag({ src, dataset: { inbox: "help", theme: "neon", color: "red", logo: "javascript:alert(1)" } }),
  ).toEqual({
    server: "https://turno.example:8443",
    inbox: "help",
  });
});

it("says what is missing", () => {
  expect(readTag({ src, dataset: {} })).toContain("data-inbox");
  expect(readTag({ src: "", dataset: { inbox: "help" } })).toContain("src");
});
