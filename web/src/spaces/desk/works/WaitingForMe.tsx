import { Popover, UnstyledButton } from "@mantine/core";
import { IconMessage, IconSpeakerphone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useNames } from "../../../api/organisation.ts";
import { useReadable } from "../../../api/useReadable.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { useLayer } from "../../../kit/layers.ts";
import { CardSkeleton } from "../../../kit/Skeletons.tsx";
import { WaitBar } from "../../../kit/WaitBar.tsx";
import { WhyWaits } from "../../../kit/why/WhyWaits.tsx";
import type { DeskQueue, DeskWaiting } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { pick } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { languageName } from "../model/language.ts";
import { type Line, waitingCount, waitingLines } from "../model/waiting.ts";
import classes from "./Lists.module.css";

// More than this a queue shows on request only: the list is a glance, not a board.
const shownFirst = 5;

export interface WaitingForMeProps {
  queues: readonly DeskQueue[];
  waiting: readonly DeskWaiting[];
}

/** The queues the agent serves, with who waits and why. */
export function WaitingForMe({ queues, waiting }: WaitingForMeProps) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const format = useFormat();
  const lines = waitingLines(queues, waiting, names.queue);
  return (
    <section aria-labelledby="waiting-for-me">
      <h2 id="waiting-for-me" className={classes["head"]}>
        <span>{t("waiting.title")}</span>
        <span className={classes["count"]}>{format.number(waitingCount(queues))}</span>
      </h2>
      {lines.length === 0 && <p className={classes["empty"]}>{t("waiting.noQueues")}</p>}
      {lines.map((line) => (
        <QueueLine key={`${line.queue.queue}@${line.queue.site}`} line={line} />
      ))}
    </section>
  );
}

function QueueLine({ line }: { line: Line }) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const { queue, waiting } = line;
  const shown = all ? waiting : waiting.slice(0, shownFirst);
  return (
    <div className={classes["queue"]}>
      <div className={classes["queueHead"]}>
        <span>
          {names.queue(queue.queue)}
          {!queue.open && <span className={classes["closed"]}> · {t("waiting.closed")}</span>}
        </span>
        <span>{format.number(queue.waiting)}</span>
      </div>
      {shown.length > 0 && (
        <ul className={classes["list"]}>
          {shown.map((work) => (
            <li key={work.work}>
              <WaitingRow work={work} />
            </li>
          ))}
        </ul>
      )}
      {waiting.length > shownFirst && (
        <UnstyledButton className={classes["more"]} onClick={() => setAll((before) => !before)}>
          {all ? t("waiting.fewer") : t("waiting.more", { count: waiting.length - shownFirst })}
        </UnstyledButton>
      )}
    </div>
  );
}

function WaitingRow({ work }: { work: DeskWaiting }) {
  const { t } = useTranslation("desk");
  const names = useNames();
  const [opened, setOpened] = useState(false);
  const name = work.ticket ?? t(`channel.${work.channel}`);
  useLayer(opened, () => setOpened(false));
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="right-start"
      width={380}
      trapFocus
      returnFocus
      closeOnEscape={false}
    >
      <Popover.Target>
        <UnstyledButton
          className={classes["waiting"]}
          aria-label={[t("waiting.open", { ticket: name }), names.segment(work.segment)]
            .filter(Boolean)
            .join(", ")}
          onClick={() => setOpened((before) => !before)}
        >
          <span className={classes["ticket"]}>{name}</span>
          <WaitBar since={work.queued} target={work.threshold} layout="inline" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("waiting.open", { ticket: name })}>
        {opened && <WaitingDetails work={work} onPicked={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function WaitingDetails({ work, onPicked }: { work: DeskWaiting; onPicked: () => void }) {
  const { t, i18n } = useTranslation("desk");
  const names = useNames();
  const readable = useReadable();
  const doing = useAct();
  const why = useQuery({
    queryKey: ["explanation", work.work],
    queryFn: () => data(api.GET("/api/v1/works/{id}/explanation", { params: { path: { id: work.work } } })),
    staleTime: 0,
    gcTime: 0,
  });
  const call = async () => {
    if (await doing.run("pick", (headers) => pick(work.work, headers))) onPicked();
  };
  const name = work.ticket ?? t(`channel.${work.channel}`);
  const visit = work.channel === "visit";
  const facts = [
    names.service(work.service) || names.queue(work.queue),
    names.segment(work.segment),
    work.language && t("language", { language: languageName(i18n.language, work.language) }),
  ].filter(Boolean);
  return (
    <div className={classes["details"]}>
      <div>
        <div className={classes["detailsHead"]}>{name}</div>
        <div className={classes["facts"]}>
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </div>
      </div>
      <WaitBar since={work.queued} target={work.threshold} />
      {why.isError && <p role="alert">{readable(why.error)}</p>}
      {why.data !== undefined && <WhyWaits why={why.data} />}
      {why.isPending && <CardSkeleton lines={2} />}
      <Refusal doing={doing} />
      <ActButton
        name="pick"
        label={visit ? t("act.pick", { ticket: name }) : t("act.take", { name })}
        hint={t("act.pickHint")}
        icon={visit ? <IconSpeakerphone size={16} aria-hidden /> : <IconMessage size={16} aria-hidden />}
        doing={doing}
        onAct={() => void call()}
      />
    </div>
  );
}
