import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import type { FloorAgent } from "../../live/topics.ts";
import { type MoveTo, moveAgent } from "./acts.ts";
import { useAct } from "./useAct.tsx";
import { useMayAt } from "./usePlace.ts";

export interface MoveDialogProps {
  agent: FloorAgent;
  opened: boolean;
  onClose: () => void;
}

/** The key of a profile without the site it is tied to: `counter@mixco` is `counter`. */
const base = (profile: string) => profile.split("@", 1)[0] ?? profile;

/** Another profile, site or team for an agent, until the next sign-in. */
export function MoveDialog({ agent, opened, onClose }: MoveDialogProps) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const mayAt = useMayAt();
  const act = useAct();
  const [profile, setProfile] = useState(base(agent.profile));
  const [site, setSite] = useState(agent.site);
  const [team, setTeam] = useState(agent.team ?? "");
  const [busy, setBusy] = useState(false);
  const before: MoveTo = {
    profile: base(agent.profile),
    site: agent.site,
    ...(agent.team && { team: agent.team }),
  };
  const changed = profile !== before.profile || site !== before.site || team !== (before.team ?? "");
  const submit = async () => {
    setBusy(true);
    const done = await act({
      run: () => moveAgent(agent.agent, { profile, site, ...(team && { team }) }),
      done: t("move.done", { name: agent.name }),
      undo: () => moveAgent(agent.agent, before),
    });
    setBusy(false);
    if (done) onClose();
  };
  const option = (value: string, label: string) => ({ value, label });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("move.title", { name: agent.name })}
      withCloseButton={false}
      size="md"
    >
      <Stack gap="md">
        <Select
          label={t("move.profile")}
          allowDeselect={false}
          value={profile}
          onChange={(value) => setProfile(value ?? profile)}
          data={(organisation?.profiles ?? []).map(({ key }) => option(key, names.profile(key)))}
        />
        <Select
          label={t("move.site")}
          allowDeselect={false}
          value={site}
          onChange={(value) => {
            if (value === null) return;
            setSite(value);
            const there = organisation?.teams.find((candidate) => candidate.site === value);
            if (value !== site && there !== undefined) setTeam(there.key);
          }}
          data={(organisation?.sites ?? [])
            .filter(({ key }) => key === agent.site || mayAt("agent.manage", `site:${key}`))
            .map(({ key }) => option(key, names.site(key)))}
        />
        <Select
          label={t("move.team")}
          allowDeselect={false}
          value={team || null}
          onChange={(value) => setTeam(value ?? team)}
          data={(organisation?.teams ?? [])
            .filter(
              (candidate) => candidate.key === agent.team || mayAt("agent.manage", `team:${candidate.key}`),
            )
            .map(({ key }) => option(key, names.team(key)))}
        />
        <Text size="sm" c="dimmed">
          {t("move.consequence")}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common:confirm.cancel")}
          </Button>
          <Button disabled={!changed} loading={busy} onClick={() => void submit()}>
            {t("move.action")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
