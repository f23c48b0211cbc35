import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Organisation } from "../../../api/organisation.ts";
import { useCommands } from "../../../kit/commands.ts";
import { useNotReadyName } from "../../../kit/why/useWhyWords.ts";
import type { DeskMe } from "../../../live/topics.ts";

export interface PresenceActs {
  me: DeskMe;
  reasons: Organisation["not_ready_reasons"];
  ready: () => void;
  away: (reason: string) => void;
  leave: () => Promise<void>;
  connected: boolean;
}

/** Every presence by name in the palette (Ctrl K). */
export function usePresenceCommands(acts: PresenceActs): void {
  const { t } = useTranslation("desk");
  const notReadyName = useNotReadyName();
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  const { reasons, connected } = acts;
  const isReady = acts.me.presence === "ready" && acts.me.pending === undefined;
  const commands = useMemo(() => {
    if (!connected) return [];
    const group = t("title");
    const ready = {
      id: "desk.ready",
      label: t("presence.ready"),
      group,
      keys: "F2",
      run: () => latest.current.ready(),
    };
    return [
      ...(isReady ? [] : [ready]),
      ...reasons.map((reason) => ({
        id: `desk.away.${reason.key}`,
        label: t("presence.away", { reason: notReadyName(reason.key) }),
        group,
        run: () => latest.current.away(reason.key),
      })),
      { id: "desk.leave", label: t("leave.action"), group, run: () => void latest.current.leave() },
    ];
  }, [connected, isReady, reasons, t, notReadyName]);
  useCommands("desk.presence", commands);
}
