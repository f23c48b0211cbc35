import { Select, Stack, Textarea } from "@mantine/core";
import { IconArrowForwardUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useNames, useOrganisation } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import { agentState } from "../../../kit/presence.ts";
import type { Activity, DeskWork, Presence } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { transfer } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import type { Describing } from "../act/useDescription.ts";
import { useRefused } from "../act/useRefused.ts";
import { linesOf, queuesAt, servesLine, targetGroup, targetOf } from "../model/transfer.ts";
import { servicesAt } from "../model/tree.ts";
import { byPath } from "./byPath.ts";

export interface TransferProps {
  opened: boolean;
  onClose: () => void;
  work: DeskWork;
  me: string;
  /** Whoever works where the customer stands, or whoever serves the line, wherever they are. */
  to: "site" | "line";
  description: Describing;
}

/** Passes the customer on: to a service, a queue or a colleague. They keep their arrival time. */
export function Transfer(props: TransferProps) {
  const { t } = useTranslation("desk");
  const { opened, onClose, work } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={t("transfer.title", { ticket: work.ticket ?? "" })}>
      {opened && <TransferForm {...props} />}
    </Dialog>
  );
}

function TransferForm({ onClose, work, me, to, description }: TransferProps) {
  const { t } = useTranslation("desk");
  const targets = useTargets(work, me, to);
  const doing = useAct();
  const [target, setTarget] = useState("");
  const [note, setNote] = useState("");
  const refused = useRefused(doing, ["service", "agent", "queue", "note"], {
    "agent.conflict": t("refused.colleague"),
  });
  const { service, agent, queue } = refused.fields;
  const send = async () => {
    const done = await doing.run("sendTransfer", async (headers) => {
      // What was said so far belongs to this agent's part.
      await description.flush();
      await transfer(work.work, targetOf(target), note.trim(), headers);
    });
    if (!done) return;
    description.sent();
    onClose();
  };
  return (
    <Stack gap="md">
      <Select
        label={t("transfer.to")}
        error={service ?? agent ?? queue}
        placeholder={t("transfer.toHint")}
        data={targets}
        filter={byPath}
        value={target || null}
        onChange={(value) => setTarget(value ?? "")}
        searchable
        selectFirstOptionOnChange
        selectFirstOptionOnDropdownOpen
        allowDeselect={false}
        nothingFoundMessage={t("describe.nothing")}
        maxDropdownHeight={300}
        data-autofocus
      />
      <Textarea
        label={t("transfer.note")}
        error={refused.fields["note"]}
        value={note}
        maxLength={1_000}
        autosize
        minRows={2}
        maxRows={6}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refusal doing={doing} at={refused} />
      <ActButton
        name="sendTransfer"
        label={t("transfer.action")}
        hint={t("transfer.keeps")}
        primary
        keys="mod+Enter"
        icon={<IconArrowForwardUp size={18} aria-hidden />}
        blocked={target === "" ? t("transfer.toHint") : undefined}
        doing={doing}
        onAct={() => void send()}
      />
    </Stack>
  );
}

function useTargets(work: DeskWork, me: string, to: TransferProps["to"]) {
  const { t } = useTranslation("desk");
  const format = useFormat();
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const colleagues = useQuery({
    queryKey: ["agents", to === "site" ? work.site : ""],
    queryFn: () => {
      const query = { limit: 200, ...(to === "site" && { site: work.site }) };
      return data(api.GET("/api/v1/agents", { params: { query } }));
    },
    staleTime: 5_000,
  });
  if (organisation === undefined) return [];
  const serves = (profile: string) =>
    to === "site" || servesLine(organisation.profiles, profile, work.queue, work.site);
  const there = (colleagues.data?.items ?? []).filter(
    (agent) => agent.signed_in && agent.id !== me && serves(agent.profile),
  );
  const lines =
    to === "site"
      ? queuesAt(organisation.queues, work.channel, work.site, work.queue)
      : linesOf(organisation.queues, work.channel, work.queue);
  const state = (presence: string, activity: string | undefined) =>
    t(`common:state.${agentState(presence as Presence, (activity ?? "idle") as Activity)}`);
  return [
    ...(to === "site"
      ? targetGroup(
          "service",
          t("transfer.services"),
          servicesAt(organisation.services, work.site, work.service).map(({ key, name }) => ({
            key,
            label: format.text(name),
          })),
        )
      : []),
    ...targetGroup(
      "agent",
      t("transfer.colleagues"),
      there.map((agent) => ({
        key: agent.id,
        label: `${agent.name} — ${state(agent.presence, agent.activity)}`,
      })),
    ),
    ...targetGroup(
      "queue",
      t("transfer.queues"),
      lines.map(({ key }) => ({ key, label: names.queue(key) })),
    ),
  ];
}
