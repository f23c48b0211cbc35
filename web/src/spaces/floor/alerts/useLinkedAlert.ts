import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { useAlertWords } from "../../../kit/alert/useAlertWords.ts";
import { tickNow } from "../../../kit/ticker.ts";
import { useRow } from "../../../live/hooks.tsx";
import { placeAlertsTopic } from "../../../live/topics.ts";
import type { OpenPanel } from "../panel.ts";

/** Opens the alert that a link names (`?alert=ID`), once: from the bell, a mail, a notification. */
export function useLinkedAlert(node: string, open: OpenPanel): void {
  const [search, setSearch] = useSearchParams();
  const alert = search.get("alert") ?? "";
  const words = useAlertWords();
  const row = useRow(placeAlertsTopic(node), "alert", alert);
  useEffect(() => {
    if (alert === "") return;
    open({ kind: "alert", alert, name: row === undefined ? "" : words(row, tickNow()).where });
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        after.delete("alert");
        return after;
      },
      { replace: true },
    );
  }, [alert, row, words, open, setSearch]);
}
