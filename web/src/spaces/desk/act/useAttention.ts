import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import type { DeskWork } from "../../../live/topics.ts";
import { inContact, openOffer, titleOf } from "../model/works.ts";
import { notifyIfHidden } from "./attract.ts";
import { isSilent, ring } from "./ring.ts";

const ringAgain_ms = 5_000;

/** Asks once whether the system may tell of offers while another tab is in front. */
export function askToNotify(): void {
  if ("Notification" in window && Notification.permission === "default") {
    void Notification.requestPermission().catch(() => {});
  }
}

/** Rings for an offer, tells the system when the tab is hidden, and names the tab after what is wanted. */
export function useAttention(works: readonly DeskWork[]): void {
  const { t } = useTranslation("desk");
  const names = useNames();
  const offer = openOffer(works);
  const offerId = offer === undefined ? undefined : `${offer.work}.${offer.offer ?? 0}`;
  const title = titleOf(works, t("offer.calls"), `${t("title")} · Turno`);
  const words = {
    title: t("offer.notice", { ticket: offer?.ticket ?? t(`channel.${offer?.channel ?? "visit"}`) }),
    body: [names.service(offer?.service) || names.queue(offer?.queue), names.segment(offer?.segment)]
      .filter(Boolean)
      .join(" · "),
  };
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });

  useEffect(() => {
    document.title = title;
  }, [title]);

  useEffect(() => {
    if (offerId === undefined) return;
    const call = () => {
      if (!isSilent()) ring();
    };
    call();
    const again = setInterval(call, ringAgain_ms);
    const close = notifyIfHidden(offerId, latest.current.title, latest.current.body);
    return () => {
      clearInterval(again);
      close();
    };
  }, [offerId]);

  useAutoAccepted(works);
}

// A work that was given without asking rings once.
function useAutoAccepted(works: readonly DeskWork[]): void {
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    const now = new Set(works.map((work) => work.work));
    const before = known.current;
    known.current = now;
    if (before === undefined) return;
    const given = works.some((work) => work.state === "called" && work.auto_accept && !before.has(work.work));
    if (given && !isSilent()) ring();
  }, [works]);
}

/** Asks before the tab is closed while somebody is being served. */
export function useLeaveGuard(works: readonly DeskWork[]): void {
  const busy = inContact(works);
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy]);
}
