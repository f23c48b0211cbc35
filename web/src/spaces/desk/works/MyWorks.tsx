import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { Elapsed } from "../../../kit/Elapsed.tsx";
import { StateDot } from "../../../kit/StateBadge.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import type { State } from "../../../theme/tokens.ts";
import { viewOf } from "../channels.ts";
import { nameOf, orderWorks, workKey } from "../model/works.ts";
import classes from "./Lists.module.css";

const stateOf: Record<DeskWork["state"], State> = {
  offered: "ready",
  called: "engaged",
  serving: "engaged",
  held: "not_ready",
  parked: "not_ready",
  wrap_up: "wrap_up",
};

export interface MyWorksProps {
  works: readonly DeskWork[];
  open: string | undefined;
  onOpen: (key: string) => void;
}

/** What the agent has in hand, what wants something first. */
export function MyWorks({ works, open, onOpen }: MyWorksProps) {
  const { t } = useTranslation("desk");
  const mine = orderWorks(works);
  return (
    <section aria-labelledby="my-works">
      <h2 id="my-works" className={classes["head"]}>
        <span>{t("works.title")}</span>
        {mine.length > 0 && <span className={classes["count"]}>{mine.length}</span>}
      </h2>
      {mine.length === 0 ? (
        <p className={classes["empty"]}>{t("works.none")}</p>
      ) : (
        <ul className={classes["list"]}>
          {mine.map((work) => (
            <WorkRow key={workKey(work)} work={work} open={open === workKey(work)} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface WorkRowProps {
  work: DeskWork;
  open: boolean;
  onOpen: (key: string) => void;
}

function WorkRow({ work, open, onOpen }: WorkRowProps) {
  const { t } = useTranslation("desk");
  const offered = work.state === "offered";
  const { Row } = viewOf(work.channel);
  return (
    <li>
      <UnstyledButton
        className={classes["work"]}
        aria-current={open || undefined}
        // An offer is answered in the middle; it has nothing more to open.
        onClick={() => {
          if (!offered) onOpen(workKey(work));
        }}
      >
        <StateDot state={stateOf[work.state]} />
        <span className={classes["ticket"]}>{nameOf(work, t(`channel.${work.channel}`))}</span>
        {Row === undefined ? <PlainRow work={work} /> : <Row work={work} open={open} />}
      </UnstyledButton>
    </li>
  );
}

// Since when, what for, and how it stands.
function PlainRow({ work }: { work: DeskWork }) {
  const { t } = useTranslation("desk");
  const names = useNames();
  return (
    <>
      <Elapsed
        {...(work.wrap_until === undefined ? { since: work.since } : { until: work.wrap_until })}
        className={classes["time"] ?? ""}
      />
      <span className={classes["sub"]}>
        <span>{names.service(work.service) || names.queue(work.queue)}</span>
        <span>{t(`workState.${work.state}`)}</span>
      </span>
    </>
  );
}
