import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/problem.ts";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { useHotkey } from "../../kit/hotkeys.ts";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { PresenceSlot } from "../../kit/Slot.tsx";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { type DeskMe, type DeskWork, deskTopic } from "../../live/topics.ts";
import { useMe } from "../../session/session.ts";
import { useAttention, useLeaveGuard } from "./act/useAttention.ts";
import { useDeskSearch } from "./act/useDeskSearch.ts";
import { allViews, viewOf } from "./channels.ts";
import { Calm } from "./contact/Calm.tsx";
import { OfferCard } from "./contact/OfferCard.tsx";
import { ContactDialog, type PastContact } from "./customer/ContactDialog.tsx";
import { CustomerPanel } from "./customer/CustomerPanel.tsx";
import classes from "./Desk.module.css";
import { Drafts } from "./model/drafts.ts";
import { withoutMine } from "./model/waiting.ts";
import { besideWork, openOffer, openWork, workKey } from "./model/works.ts";
import { PresenceControl } from "./presence/PresenceControl.tsx";
import { SignInDesk } from "./presence/SignInDesk.tsx";
import { MyWorks } from "./works/MyWorks.tsx";
import { SiteClock } from "./works/SiteClock.tsx";
import { WaitingForMe } from "./works/WaitingForMe.tsx";

/** The agent's desk: presence on top, works at the left, the contact in the middle, the customer at the right. */
export function Desk() {
  const { t } = useTranslation("desk");
  const topic = useTopicState(deskTopic);
  const me = useRows(deskTopic, "me", (rows) => rows[0]);
  useEffect(() => {
    document.title = `${t("title")} · Turno`;
  }, [t]);
  if (topic.error !== undefined) return <ErrorState error={new ApiError(topic.error)} />;
  if (!topic.ready || me === undefined) return <DeskSkeleton />;
  if (me.signed_in !== true) return <SignInDesk />;
  return <SeatedDesk me={me} />;
}

function SeatedDesk({ me }: { me: DeskMe }) {
  const user = useMe();
  const works = useRows(deskTopic, "work");
  const queues = useRows(deskTopic, "queue");
  const waiting = useRows(deskTopic, "waiting");
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [looked, setLooked] = useState<string | undefined>(undefined);
  const [past, setPast] = useState<PastContact | undefined>(undefined);
  const shown = useRef<string | undefined>(undefined);
  useAttention(works);
  useLeaveGuard(works);
  useDeskSearch(setLooked, (contact) => setPast({ contact }));
  usePrunedDrafts(user.id, works.map((work) => work.contact).join(" "));

  const offer = openOffer(works);
  const open = openWork(works, chosen, shown.current);
  useEffect(() => {
    shown.current = open?.work;
  });
  useSwitching(works, open, setChosen);
  const Work = open && viewOf(open.channel).Work;
  return (
    <div className={classes["desk"]}>
      {allViews.map(({ Always }, index) =>
        Always === undefined ? null : (
          <Always
            // biome-ignore lint/suspicious/noArrayIndexKey: the views never change
            key={index}
            works={works}
            open={open}
            me={user.id}
            showContact={(contact, channel) => setPast({ contact, channel })}
          />
        ),
      )}
      <PresenceSlot>
        <PresenceControl me={me} works={works} />
      </PresenceSlot>
      <div className={classes["side"]}>
        <MyWorks works={works} open={open && workKey(open)} onOpen={setChosen} />
        <WaitingForMe queues={withoutMine(queues, works)} waiting={waiting} />
        {me.site !== undefined && <SiteClock site={me.site} />}
      </div>
      <div className={classes["middle"]}>
        {offer !== undefined && (
          <OfferCard
            key={`${offer.work}.${offer.offer}`}
            offer={offer}
            alone={open === undefined}
            me={user.id}
            onAccepted={setChosen}
          />
        )}
        {open !== undefined && Work !== undefined && (
          <Work
            key={open.contact + open.work}
            work={open}
            me={user.id}
            onAside={() => setChosen(undefined)}
          />
        )}
        {open === undefined && offer === undefined && <Calm me={me} works={works} onTaken={setChosen} />}
      </div>
      <div className={classes["side"]}>
        <CustomerPanel work={open ?? offer} looked={looked} onLooked={setLooked} me={user.id} />
      </div>
      <ContactDialog past={past} onClose={() => setPast(undefined)} me={user.id} />
    </div>
  );
}

// Several works at once are switched by keyboard, also while one types.
function useSwitching(
  works: readonly DeskWork[],
  open: DeskWork | undefined,
  choose: (key: string) => void,
): void {
  const { t } = useTranslation("desk");
  const go = (by: 1 | -1) => {
    const next = besideWork(works, open, by);
    if (next !== undefined) choose(workKey(next));
  };
  const several = works.length > 1;
  useHotkey("alt+ArrowDown", () => go(1), t("works.next"), several);
  useHotkey("alt+ArrowUp", () => go(-1), t("works.previous"), several);
}

// Once in a while drafts of contacts that are long gone are dropped.
function usePrunedDrafts(user: string, inHand: string): void {
  const drafts = useMemo(() => new Drafts(user), [user]);
  useEffect(() => {
    drafts.prune(new Set(inHand.split(" ")), Date.now());
  }, [drafts, inHand]);
}

function DeskSkeleton() {
  return (
    <div className={classes["desk"]}>
      <div className={classes["side"]}>
        <RowSkeleton rows={8} />
      </div>
      <div className={classes["middle"]} />
      <div className={classes["side"]}>
        <RowSkeleton rows={5} />
      </div>
    </div>
  );
}
