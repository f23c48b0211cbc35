import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../../api/organisation.ts";
import { useMayAt } from "../../../kit/place/usePlace.ts";
import type { FloorAgent } from "../../../live/topics.ts";
import { Ask } from "./Ask.tsx";
import type { Seat } from "./move.ts";
import { useAsk } from "./useAsk.ts";
import { useMove } from "./useMove.ts";

export interface MoveDialogProps {
  agent: FloorAgent;
  opened: boolean;
  onClose: () => void;
}

/** Another profile, site, team or counter for an agent, until the next sign-in. */
export function MoveDialog({ agent, opened, onClose }: MoveDialogProps) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { data: organisation } = useOrganisation();
  const mayAt = useMayAt();
  const { move, set, changed, seats, act } = useMove(agent);
  const ask = useAsk(onClose, ["profile", "site", "team", "counter"], {
    "counter.conflict": t("move.counterTaken"),
    "team.invalid": t("move.teamElsewhere"),
  });
  const field = (name: "profile" | "site" | "team", label: string, data: Option[]) => (
    <Select
      label={label}
      allowDeselect={false}
      value={move[name] || null}
      error={ask.refusal.fields[name]}
      onChange={(value) => {
        if (value === null) return;
        set({ [name]: value });
        ask.changed(name);
      }}
      data={data}
    />
  );
  const teams = (organisation?.teams ?? []).filter(
    ({ key, site }) => site === move.site && (key === agent.team || mayAt("agent.manage", `team:${key}`)),
  );
  return (
    <Ask
      title={t("move.title", { name: agent.name })}
      opened={opened}
      onClose={onClose}
      consequence={t("move.consequence")}
      action={t("move.action")}
      ready={changed}
      busy={ask.busy}
      refusal={ask.refusal.form}
      onSubmit={() => void ask.submit({ ...act(), done: t("move.done", { name: agent.name }) })}
    >
      {field("profile", t("move.profile"), optionsOf(organisation?.profiles, names.profile))}
      {field(
        "site",
        t("move.site"),
        optionsOf(
          organisation?.sites.filter(({ key }) => key === agent.site || mayAt("agent.manage", `site:${key}`)),
          names.site,
        ),
      )}
      {teams.length > 0 && field("team", t("move.team"), optionsOf(teams, names.team))}
      {seats.length > 0 && (
        <CounterField
          seats={seats}
          value={move.counter}
          keeps={move.site === agent.site}
          error={ask.refusal.fields["counter"]}
          onChange={(counter) => {
            set({ counter });
            ask.changed("counter");
          }}
        />
      )}
    </Ask>
  );
}

interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

function optionsOf(list: readonly { key: string }[] | undefined, word: (key: string) => string): Option[] {
  return (list ?? []).map(({ key }) => ({ value: key, label: word(key) }));
}

interface CounterFieldProps {
  seats: readonly Seat[];
  value: string;
  /** The agent stays at the site: an empty choice keeps the counter. */
  keeps: boolean;
  error: string | undefined;
  onChange: (counter: string) => void;
}

/** The counter to sit at; those where somebody sits are shown, but not to be chosen. */
function CounterField({ seats, value, keeps, error, onChange }: CounterFieldProps) {
  const { t } = useTranslation("floor");
  return (
    <Select
      label={t("agent.counter")}
      description={keeps ? undefined : t("move.counterWhy")}
      placeholder={t("move.noCounter")}
      clearable={!keeps}
      clearButtonProps={{ "aria-label": t("move.noCounter") }}
      allowDeselect={!keeps}
      value={value || null}
      error={error}
      onChange={(counter) => onChange(counter ?? "")}
      data={seats.map(({ key, name, taken }) => ({
        value: key,
        label: taken === undefined ? name : t("move.seat", { counter: name, name: taken }),
        disabled: taken !== undefined,
      }))}
    />
  );
}
