import { expect, it } from "vitest";
import { chatTag, tryChatPath } from "./chatTag.ts";

it("shows a chat by the server's address and the inbox's key", () => {
  const tag = '<script src="https://turno.example/chat.js" data-inbox="help" async></script>';
  expect(chatTag("https://turno.example", "help")).toBe(tag);
  expect(chatTag("https://turno.example/", "help")).toBe(tag);
});

it("is tried on a page of the server", () => {
  expect(tryChatPath("help-2")).toBe("/try-chat?inbox=help-2");
});
