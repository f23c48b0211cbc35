import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useNames } from "../../../api/organisation.ts";
import { useSiteTime } from "../../../api/useSiteTime.ts";
import { useSearch } from "../../../kit/commands.ts";
import { useConnection } from "../../../live/hooks.tsx";
import { useMay } from "../../../session/session.ts";
import { attract } from "../act/attract.ts";
import type { AlwaysProps } from "../channel.ts";
import { excerpt } from "./model/excerpt.ts";
import { Sayings } from "./model/saying.ts";
import { newlyUnread } from "./model/unread.ts";
import { useLooking } from "./useMarks.ts";
import { outboxOf } from "./useOutbox.ts";

/** For as long as the desk is there: sends what is unsent, tells of new messages, and finds what was said. */
export function Always({ works, open, me, showContact }: AlwaysProps) {
  useSending(me);
  useKeptSayings(me, works.map((work) => work.contact).join(" "));
  useTelling(works, open);
  useChatSearch(showContact);
  return null;
}

function useSending(me: string): void {
  const connected = useConnection() === "open";
  useEffect(() => {
    if (connected) outboxOf(me).wake();
  }, [me, connected]);
}

function useKeptSayings(me: string, inHand: string): void {
  const sayings = useMemo(() => new Sayings(me), [me]);
  useEffect(() => {
    sayings.prune(new Set(inHand.split(" ")), Date.now());
  }, [sayings, inHand]);
}

// A message nobody sees rings once, softly; the one that is being read does not.
function useTelling(works: AlwaysProps["works"], open: AlwaysProps["open"]): void {
  const { t } = useTranslation("conversation");
  const looking = useLooking();
  const before = useRef<ReadonlyMap<string, number> | undefined>(undefined);
  useEffect(() => {
    const { now, grown } = newlyUnread(works, before.current);
    before.current = now;
    const unseen = grown.filter((work) => !(looking && work.work === open?.work));
    const first = unseen[0];
    if (first === undefined) return;
    attract(`message.${first.contact}`, t("told", { name: first.ticket ?? t("customer") }));
  }, [works, open, looking, t]);
}

const foundMost = 5;

/** Ctrl K finds what was said. */
function useChatSearch(showContact: AlwaysProps["showContact"]): void {
  const { t } = useTranslation("conversation");
  const may = useMay();
  const names = useNames();
  const clock = useSiteTime();
  useSearch("desk.chats", async (q, signal) => {
    if (!may("contact.view")) return [];
    const page = await data(api.GET("/api/v1/chats", { params: { query: { q, limit: foundMost } }, signal }));
    return page.items.map(({ contact, name, inbox, message }) => ({
      id: `chat.${contact}.${message.number}`,
      label: excerpt(message.text ?? message.file?.name ?? "", q),
      group: t("search"),
      description: [name, names.inbox(inbox), clock.dateTime(undefined, message.sent)]
        .filter(Boolean)
        .join(" · "),
      run: () => showContact(contact, "chat"),
    }));
  });
}
