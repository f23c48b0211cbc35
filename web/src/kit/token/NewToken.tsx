import { Button, Group, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../api/organisation.ts";
import type { components } from "../../api/schema.gen.ts";
import { noRefusal, useRefusal } from "../../api/useRefusal.ts";
import { ShownOnce } from "./ShownOnce.tsx";

export type WantedToken = components["schemas"]["NewToken"];
type Permission = components["schemas"]["TokenScope"]["permissions"][number];

const lives_days = [30, 90, 365] as const;
const day_us = 86_400_000_000;

export interface NewTokenProps {
  /** What its owner may, by permission the nodes of the tree: a token may no more. */
  permissions: Record<string, readonly string[] | null>;
  /** Makes it, and gives its text back. */
  make: (wanted: WantedToken) => Promise<{ secret: string }>;
  onMade: () => void;
  onDone: () => void;
}

/** Makes a token: where it may do what, and until when. Its text is seen once. */
export function NewToken({ permissions: owned, make: create, onMade, onDone }: NewTokenProps) {
  const { t } = useTranslation("token");
  const refusal = useRefusal();
  const nodes = useNodes(owned);
  const [name, setName] = useState("");
  const [node, setNode] = useState<string | null>(nodes[0]?.value ?? null);
  const [permissions, setPermissions] = useState<string[]>([]);
  const [life, setLife] = useState<string>(String(lives_days[1]));
  const make = useMutation({
    mutationFn: () =>
      create({
        name,
        scopes: [{ node: node ?? "", permissions: permissions as Permission[] }],
        expires: Date.now() * 1000 + Number(life) * day_us,
      }),
    onSuccess: onMade,
  });
  const allowed = nodes.find((each) => each.value === node)?.permissions ?? [];
  if (make.data) return <ShownOnce words={t("made")} text={make.data.secret} onDone={onDone} />;
  const refused = make.isError ? refusal(make.error, ["name", "expires", "scopes"]) : noRefusal;
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (permissions.length > 0) make.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t("name")}
          description={t("nameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          required
          withAsterisk={false}
          data-autofocus
          error={refused.fields["name"]}
        />
        <Select
          label={t("where")}
          data={nodes.map(({ value, label }) => ({ value, label }))}
          value={node}
          onChange={(value) => {
            setNode(value);
            setPermissions([]);
          }}
          allowDeselect={false}
          searchable={nodes.length > 8}
        />
        <MultiSelect
          label={t("may")}
          description={t("mayHint")}
          data={allowed.map((permission) => ({
            value: permission,
            label: t(`permission.${permission.replace(".", "_")}`),
          }))}
          value={permissions}
          onChange={setPermissions}
          required
          withAsterisk={false}
          searchable
          hidePickedOptions
          error={refused.fields["scopes"]}
        />
        <Select
          label={t("until")}
          data={lives_days.map((days) => ({ value: String(days), label: t("days", { count: days }) }))}
          value={life}
          onChange={(value) => value && setLife(value)}
          allowDeselect={false}
          error={refused.fields["expires"]}
        />
        {refused.form && (
          <Text c="var(--state-breached)" role="alert">
            {refused.form}
          </Text>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={make.isPending} disabled={permissions.length === 0}>
            {t("make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface NodeOption {
  value: string;
  label: string;
  permissions: string[];
}

/** The nodes at which the owner has permissions, with their names and those permissions. */
function useNodes(owned: NewTokenProps["permissions"]): NodeOption[] {
  const { t } = useTranslation("token");
  const names = useNames();
  const nodes = new Map<string, string[]>();
  for (const [permission, at] of Object.entries(owned)) {
    for (const node of at ?? []) nodes.set(node, [...(nodes.get(node) ?? []), permission]);
  }
  return [...nodes].map(([value, permissions]) => {
    const [kind, key = ""] = value.split(":", 2);
    const label =
      kind === "region" || kind === "site" || kind === "team" ? names[kind](key) : t("everywhere");
    return { value, label, permissions };
  });
}
