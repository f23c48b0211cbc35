import { beforeEach, describe, expect, it } from "vitest";
import type { DeskWork } from "../../../../live/topics.ts";
import { excerpt } from "./excerpt.ts";
import { isPicture, refusalOf, sizeWords, typeNames } from "./files.ts";
import { charactersLeft } from "./length.ts";
import { partsOf } from "./links.ts";
import { Sayings } from "./saying.ts";
import { cameAgain, turnOf, waitOf } from "./turn.ts";
import { newlyUnread } from "./unread.ts";

function chat(more: Partial<DeskWork> = {}): DeskWork {
  return {
    work: "w1",
    contact: "c1",
    channel: "chat",
    state: "serving",
    queue: "chat",
    site: "",
    ticket: "Luis",
    arrived: 100,
    queued: 100,
    since: 150,
    threshold: 60e6,
    leg: 1,
    priority: 0,
    stage: 0,
    ...more,
  };
}

describe("whose turn it is", () => {
  it("is ours until the first word, since the customer came: taking it is no answer", () => {
    expect(turnOf(chat())).toEqual({ whose: "mine", since: 100, first: true });
    expect(turnOf(chat({ unanswered: 120 }))).toEqual({ whose: "mine", since: 100, first: true });
    expect(waitOf(chat())).toEqual({ since: 100 });
  });

  it("is ours again with the first message that nobody answered, else the customer's", () => {
    const answered = chat({ answered: 200, last_message: 300 });
    expect(turnOf(answered)).toEqual({ whose: "theirs", since: 300, first: false });
    expect(waitOf(answered)).toEqual({ since: 100, until: 200 });
    expect(turnOf({ ...answered, unanswered: 310 })).toEqual({ whose: "mine", since: 310, first: false });
    expect(waitOf({ ...answered, unanswered: 310 })).toEqual({ since: 310 });
  });

  it("stands still once it is over", () => {
    expect(waitOf(chat({ state: "wrap_up", answered: 200, unanswered: 310 }))).toEqual({
      since: 100,
      until: 200,
    });
    expect(waitOf(chat({ state: "wrap_up" }))).toEqual({ since: 100, until: 150 });
  });

  it("knows a customer who took an ended conversation up again", () => {
    expect(cameAgain(chat({ arrived: 90e6 }), 10e6)).toBe(true);
    expect(cameAgain(chat({ arrived: 10e6 }), 10e6 - 100)).toBe(false);
    expect(cameAgain(chat(), undefined)).toBe(false);
    expect(cameAgain(chat({ arrived: 90e6, channel: "task" }), 10e6)).toBe(false);
  });
});

it("tells of messages that are new since the last look, in hand only", () => {
  const first = newlyUnread([chat({ unread: 2 })], undefined);
  expect(first.grown).toEqual([]);
  const again = newlyUnread([chat({ unread: 3 }), chat({ work: "w2", unread: 1 })], first.now);
  expect(again.grown.map(({ work }) => work)).toEqual(["w1"]);
  expect(newlyUnread([chat({ unread: 0 })], again.now).grown).toEqual([]);
  expect(newlyUnread([chat({ unread: 9, state: "offered" })], first.now).grown).toEqual([]);
});

describe("what is being typed", () => {
  beforeEach(() => localStorage.clear());

  it("is kept for each conversation and person, and goes when it is sent", () => {
    const sayings = new Sayings("ana");
    sayings.write("c1", { text: "Hola", note: false }, 1);
    sayings.write("c2", { text: "", note: true }, 1);
    expect(sayings.read("c1")).toEqual({ text: "Hola", note: false });
    expect(sayings.read("c2")).toEqual({ text: "", note: true });
    expect(new Sayings("luis").read("c1")).toEqual({ text: "", note: false });
    sayings.write("c1", { text: "", note: false }, 2);
    expect(localStorage).toHaveLength(1);
  });

  it("is dropped a day later where the conversation is not in hand", () => {
    const sayings = new Sayings("ana");
    for (const contact of ["c1", "c2"]) sayings.write(contact, { text: "Hola", note: false }, 0);
    sayings.write("c3", { text: "Hola", note: false }, 86_400_000);
    sayings.prune(new Set(["c1"]), 86_400_001);
    expect(sayings.read("c1").text).toBe("Hola");
    expect(sayings.read("c2").text).toBe("");
    expect(sayings.read("c3").text).toBe("Hola");
  });

  it("survives a storage that holds nonsense", () => {
    localStorage.setItem("turno.desk.saying.ana.c1", "{");
    localStorage.setItem("turno.desk.saying.ana.c2", "null");
    const sayings = new Sayings("ana");
    expect(sayings.read("c1").text).toBe("");
    expect(sayings.read("c2").text).toBe("");
  });
});

describe("links", () => {
  const links = (text: string) => partsOf(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

  it("are http and https only, and nothing of the text is lost", () => {
    const text =
      "See https://a.example/x?y=1, or (http://b.example/z_(1)). javascript:alert(1) data:x <b>hi</b>";
    expect(links(text)).toEqual(["https://a.example/x?y=1", "http://b.example/z_(1)"]);
    expect(
      partsOf(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  it("do not begin inside what is none", () => {
    expect(links("https://")).toEqual([]);
    expect(partsOf("plain")).toEqual([{ text: "plain" }]);
    expect(partsOf("")).toEqual([]);
    expect(links('https://a.example/"onmouseover="x')).toEqual(["https://a.example/"]);
  });
});

describe("files", () => {
  const rules = { types: ["image/png", "text/plain", "application/zip"], max_kib: 1 };

  it("are refused before they are sent where that is certain", () => {
    expect(refusalOf({ size: 1024, type: "image/png" }, rules)).toBeUndefined();
    expect(refusalOf({ size: 1025, type: "image/png" }, rules)).toBe("size");
    expect(refusalOf({ size: 0, type: "image/png" }, rules)).toBe("empty");
    expect(refusalOf({ size: 1, type: "text/html" }, rules)).toBe("type");
    expect(refusalOf({ size: 1, type: "" }, rules)).toBeUndefined();
  });

  it("have names and sizes that people know", () => {
    expect(typeNames(rules, "plain text")).toEqual(["PNG", "plain text", "zip"]);
    expect(sizeWords("en", 340_000)).toBe("340 kB");
    expect(sizeWords("en", 5_242_880)).toBe("5.2 MB");
    expect(isPicture("image/svg+xml")).toBe(false);
    expect(isPicture("image/png")).toBe(true);
  });
});

it("counts characters as people do, up to 4 000", () => {
  expect(charactersLeft("")).toBe(4_000);
  expect(charactersLeft("a".repeat(4_001))).toBe(-1);
  expect(charactersLeft("😀".repeat(4_000))).toBe(0);
});

it("shows what was found with a little around it", () => {
  expect(excerpt("Hola", "ol")).toBe("Hola");
  const long = `${"a ".repeat(60)}needle${" b".repeat(60)}`;
  expect(excerpt(long, "NEEDLE")).toMatch(/^….*needle.*…$/);
  expect(excerpt("one\n two", "zzz")).toBe("one two");
});
