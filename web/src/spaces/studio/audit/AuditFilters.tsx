import { Button, Select, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import classes from "./Audit.module.css";
import { type AuditKind, type Filters, groupOf, kindGroups, kindWord } from "./filters.ts";

export interface AuditFiltersProps {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
}

// An organisation may have ten thousand people: the list shows the first that match.
const shown_max = 50;

/** Who, what, on what, and when. */
export function AuditFilters({ filters, onChange }: AuditFiltersProps) {
  const { t } = useTranslation("studio");
  const people = usePeople();
  const kinds = useKinds();
  const some = Object.values(filters).some((value) => value !== "");
  return (
    <div className={classes["filters"]}>
      <Select
        label={t("audit.who")}
        placeholder={t("audit.everybody")}
        data={people}
        limit={shown_max}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("audit.everybody") }}
        nothingFoundMessage={t("form.nothing")}
        value={filters.who || null}
        onChange={(who) => onChange({ who: who ?? "" })}
      />
      <Select
        label={t("audit.what")}
        placeholder={t("audit.everything")}
        data={kinds}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("audit.everything") }}
        nothingFoundMessage={t("form.nothing")}
        value={filters.kind || null}
        onChange={(kind) => onChange({ kind: kind ?? "" })}
      />
      <ObjectInput key={filters.object} object={filters.object} onChange={onChange} />
      <TextInput
        type="date"
        label={t("audit.from")}
        max={filters.to}
        value={filters.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("audit.to")}
        min={filters.from}
        value={filters.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      {some && (
        <Button
          variant="subtle"
          onClick={() => onChange({ who: "", kind: "", object: "", from: "", to: "" })}
        >
          {t("audit.clear")}
        </Button>
      )}
    </div>
  );
}

/** Asked when it was typed to its end: half a key is the key of nothing. */
function ObjectInput({ object, onChange }: { object: string; onChange: AuditFiltersProps["onChange"] }) {
  const { t } = useTranslation("studio");
  const ask = (typed: string) => {
    if (typed.trim() !== object) onChange({ object: typed.trim() });
  };
  return (
    <TextInput
      label={t("audit.object")}
      placeholder="queue:billing"
      maxLength={200}
      defaultValue={object}
      onBlur={(event) => ask(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") ask(event.currentTarget.value);
      }}
    />
  );
}

function usePeople() {
  const { data } = useOrganisation();
  return useMemo(
    () =>
      (data?.people ?? [])
        .map((person) => ({ value: person.id, label: person.name }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [data],
  );
}

function useKinds() {
  const { t } = useTranslation("studio");
  return useMemo(
    () =>
      kindGroups.map((group) => ({
        group: t(`audit.group.${group}`),
        items: (Object.keys(groupOf) as AuditKind[])
          .filter((kind) => groupOf[kind] === group)
          .map((kind) => ({ value: kind as string, label: t(`audit.kind.${kindWord(kind)}`) })),
      })),
    [t],
  );
}
