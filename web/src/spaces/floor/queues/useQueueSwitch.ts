import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../../api/organisation.ts";
import { useConfirm } from "../../../kit/Confirm.tsx";
import { useMayAt } from "../../../kit/place/usePlace.ts";
import type { FloorQueue } from "../../../live/topics.ts";
import { closeQueue, openQueue } from "../acts.ts";
import { useAct } from "../useAct.tsx";
import { fateOf, lineOf, queueIn, stays, turnOf } from "./switch.ts";

export interface QueueSwitch {
  may: (row: FloorQueue) => boolean;
  /** Opens a closed queue and closes an open one, after saying what will happen; it can be undone. */
  turn: (row: FloorQueue) => Promise<void>;
}

export function useQueueSwitch(): QueueSwitch {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const mayAt = useMayAt();
  const confirm = useConfirm();
  const act = useAct();
  const consequence = (row: FloorQueue) => {
    if (!row.open) return t("queues.toOpen");
    const rule = queueIn(organisation, row)?.when_closed;
    const fate = fateOf(rule);
    const where = fate === "queue" ? names.queue(rule?.target) : (rule?.target ?? "");
    const sentences = [t(`queues.comers.${fate}`, { where })];
    if (row.waiting > 0) {
      sentences.push(t(`queues.waits.${stays(fate) ? "stay" : "follow"}`, { count: row.waiting }));
    }
    return [...sentences, t("queues.toClose")].join(" ");
  };
  return {
    may: (row) => mayAt("floor.act", row.site ? `site:${row.site}` : "org"),
    turn: async (row) => {
      const line = lineOf(organisation, row);
      const queue = names.queue(row.queue);
      const turn = turnOf(row);
      const [run, undo] = row.open ? [closeQueue, openQueue] : [openQueue, closeQueue];
      const yes = await confirm({
        title: t(`queues.turnTitle.${turn}`, { queue, site: names.site(row.site) }),
        consequence: consequence(row),
        action: t(`queues.turn.${turn}`),
      });
      if (!yes) return;
      await act({
        run: () => run(line),
        done: t(`queues.turnDone.${turn}`, { queue }),
        undo: () => undo(line),
      });
    },
  };
}
