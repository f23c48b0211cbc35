import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nearestLanguage } from "../../i18n/spoken.ts";
import { Chime, chime_ms } from "../../kit/chime.ts";
import { useRows, useTopicState } from "../../live/hooks.tsx";
import { serverNow } from "../../live/time.ts";
import type { displayTopic } from "../../live/topics.ts";
import { Announcer } from "./model/announcer.ts";
import { type Call, spokenTicket } from "./model/board.ts";
import { CallQueue } from "./model/callQueue.ts";
import { speak } from "./model/speech.ts";

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export interface Announcements {
  /** The call that fills the screen now. */
  current: Call | undefined;
  /** Whether the browser lets the page sound; undefined while that is found out. */
  sound: boolean | undefined;
  /** To be called in a touch. */
  startSound: () => void;
}

/** Announces the calls of a topic as they come: screen, chime, voice. */
export function useAnnouncements(
  topic: ReturnType<typeof displayTopic>,
  languages: readonly string[],
): Announcements {
  const { t } = useTranslation("display");
  const calls = useRows(topic, "call");
  const { ready } = useTopicState(topic);
  const [current, setCurrent] = useState<Call | undefined>(undefined);
  const [sound, setSound] = useState<boolean | undefined>(undefined);
  const [chime] = useState(() => new Chime());
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  });

  const [{ queue, announcer }] = useState(() => {
    const calling = new CallQueue();
    const voices = {
      show: setCurrent,
      wait,
      chime: async () => {
        chime.play();
        if (chime.ready) await wait(chime_ms);
      },
      speak: async (call: Call, language: string) => {
        // Silence is for all or for none: a voice without the chime would startle.
        if (!chime.ready) return;
        const [ticket, counter] = [spokenTicket(call.ticket), call.counter];
        const t = words.current;
        await speak(t("voice.call", { lng: nearestLanguage(language), ticket, counter }), language);
      },
    };
    return { queue: calling, announcer: new Announcer(calling, voices) };
  });

  useEffect(() => {
    announcer.languages = languages;
    if (!ready) return;
    queue.update(calls, serverNow());
    void announcer.run();
  }, [announcer, queue, calls, ready, languages]);

  useEffect(() => {
    // Screens that were started for it may sound without a touch.
    chime.onChange = setSound;
    void chime.unlock().then(setSound);
    return () => chime.close();
  }, [chime]);

  return { current, sound, startSound: () => void chime.unlock().then(setSound) };
}
