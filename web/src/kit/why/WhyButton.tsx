import { Popover, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useReadable } from "../../api/useReadable.ts";
import { useLayer } from "../layers.ts";
import { CardSkeleton } from "../Skeletons.tsx";
import classes from "./Why.module.css";
import { WhyDecision } from "./WhyDecision.tsx";
import { WhyWaits } from "./WhyWaits.tsx";

export interface WhyButtonProps {
  /** The work that is asked about: it must still go on. */
  work: string;
  /** me: "Why me?"; waits: "Why does it wait?"; agent: "Why this agent?". */
  ask: "me" | "waits" | "agent";
  /** The reader's own id: then it says "you". */
  me?: string;
}

/** Asks the engine why, and shows the answer below the button. */
export function WhyButton({ work, ask, me }: WhyButtonProps) {
  const { t } = useTranslation("why");
  const [opened, setOpened] = useState(false);
  useLayer(opened, () => setOpened(false));
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={400}
      trapFocus={false}
      closeOnEscape={false}
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton className={classes["ask"]} onClick={() => setOpened((before) => !before)}>
          {t(`ask.${ask}`)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t(`ask.${ask}`)}>
        {opened && <Answer work={work} me={me} decided={ask !== "waits"} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Answer({ work, me, decided }: { work: string; me: string | undefined; decided: boolean }) {
  const readable = useReadable();
  const why = useQuery({
    queryKey: ["explanation", work],
    queryFn: () => data(api.GET("/api/v1/works/{id}/explanation", { params: { path: { id: work } } })),
    staleTime: 0,
    gcTime: 0,
  });
  if (why.isError) return <p role="alert">{readable(why.error)}</p>;
  if (why.data === undefined) return <CardSkeleton lines={2} />;
  const { decision, needs, priority, segment } = why.data;
  if (decided && decision !== undefined)
    return <WhyDecision decision={decision} needs={needs} priority={priority} segment={segment} me={me} />;
  return <WhyWaits why={why.data} />;
}
