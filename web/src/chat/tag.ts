// What the page says on the script's tag.

import { urlOf } from "./links.ts";
import type { SchemeWish } from "./scheme.ts";

/** The widget's settings on a page; what is not said comes from the inbox. */
export interface Tag {
  /** Where the script came from: https://turno.example */
  server: string;
  inbox: string;
  language?: string;
  scheme?: SchemeWish;
  /** #rrggbb */
  colour?: string;
  position?: "left" | "right";
  title?: string;
  /** Address of a picture for the head. */
  logo?: string;
  /** Who the customer is, where the page knows. */
  name?: string;
  email?: string;
  phone?: string;
}

/** Reads the tag, or says what is wrong with it. */
export function readTag(script: { src: string; dataset: DOMStringMap }): Tag | string {
  const { dataset } = script;
  const inbox = dataset["inbox"]?.trim() ?? "";
  if (inbox === "") return 'the script tag needs data-inbox="KEY", the key of an inbox';
  const source = urlOf(script.src);
  if (source === undefined) return "the script tag has no src";
  const scheme = dataset["theme"];
  const colour = dataset["color"] ?? dataset["colour"];
  const position = dataset["position"];
  return {
    server: source.origin,
    inbox,
    ...given("language", dataset["language"]),
    ...((scheme === "auto" || scheme === "light" || scheme === "dark") && { scheme }),
    ...(colour !== undefined && /^#[0-9a-f]{6}$/i.test(colour) && { colour }),
    ...((position === "left" || position === "right") && { position }),
    ...given("title", dataset["title"]),
    ...given("logo", pictureAddress(dataset["logo"])),
    ...given("name", dataset["name"]),
    ...given("email", dataset["email"]),
    ...given("phone", dataset["phone"]),
  };
}

function given<K extends string>(key: K, value: string | undefined): { [key in K]?: string } {
  const text = value?.trim() ?? "";
  return text === "" ? {} : ({ [key]: text } as { [key in K]: string });
}

/** Relative to the page, and nothing that could run. */
function pictureAddress(value: string | undefined): string | undefined {
  const url = value === undefined ? undefined : urlOf(value, document.baseURI);
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : undefined;
}
