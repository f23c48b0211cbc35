// The one script of a chat on somebody's page:
//
//   <script src="https://turno.example/chat.js" data-inbox="KEY" async></script>
//
// It shows nothing until the server has said that this page may have it.

import { Chat } from "./chat.ts";
import { Keep } from "./keep.ts";
import { readTag, type Tag } from "./tag.ts";
import { Widget } from "./view/widget.ts";
import { Away, type Inbox, Refused, Wire } from "./wire.ts";

const script = document.currentScript;
const mine = Symbol.for("turno.chat");

const retryLeast_ms = 2_000;
const retryMost_ms = 60_000;

/** For whoever builds the page; customers see nothing of it. */
function complain(words: string): void {
  // biome-ignore lint/suspicious/noConsole: it is the only way to tell the page's author
  console.error(`Turno chat: ${words}`);
}

/** The inbox, as soon as the server has it; undefined when it never will. */
async function admitted(tag: Tag, wire: Wire): Promise<Inbox | undefined> {
  for (let wait_ms = retryLeast_ms; ; wait_ms = Math.min(retryMost_ms, wait_ms * 2)) {
    try {
      return await wire.inbox();
    } catch (error) {
      if (error instanceof Refused && ["not_found", "forbidden"].includes(error.code)) {
        complain(
          `there is no inbox "${tag.inbox}" at ${tag.server}, or it is not meant for this page: ${error.message}`,
        );
        return undefined;
      }
      // A page of a foreign origin may not even read the refusal.
      if (error instanceof Away && (await wire.answers())) {
        complain(
          `${tag.server} does not let pages of ${location.origin} show the inbox "${tag.inbox}". ` +
            "Check the key, and that this origin is on the inbox's list (Studio › Inboxes › Web sites).",
        );
        return undefined;
      }
      if (wait_ms === retryLeast_ms) {
        complain(
          `${tag.server} cannot be reached, or this page's policy forbids it (connect-src). It is tried again.`,
        );
      }
    }
    await new Promise((resolve) => setTimeout(resolve, wait_ms));
  }
}

async function start(element: HTMLScriptElement): Promise<void> {
  const tag = readTag(element);
  if (typeof tag === "string") {
    complain(tag);
    return;
  }
  const page = window as unknown as Record<symbol, string | undefined>;
  if (page[mine] !== undefined) {
    if (page[mine] !== tag.inbox) complain("one chat is on this page already");
    return;
  }
  page[mine] = tag.inbox;
  const wire = new Wire(tag.server, tag.inbox);
  const inbox = await admitted(tag, wire);
  if (inbox === undefined) return;
  if (document.body === null)
    await new Promise((ready) => addEventListener("DOMContentLoaded", ready, { once: true }));
  new Widget(new Chat(tag, wire, new Keep(tag.inbox, tag.server), inbox)).mount();
}

if (script instanceof HTMLScriptElement) void start(script);
else complain("it is a classic script: leave out type=module, and do not import it");
