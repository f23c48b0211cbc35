import { Button, Group, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useNames } from "../../api/organisation.ts";
import { noRefusal, useRefusal } from "../../api/useRefusal.ts";
import { type Permission, useMe } from "../../session/session.ts";
import classes from "./Account.module.css";
import { CopyButton } from "./CopyButton.tsx";

const lives_days = [30, 90, 365] as const;
const day_us = 86_400_000_000;

/** Makes a token: where it may do what, and until when. Its text is seen once. */
export function NewToken({ onMade, onDone }: { onMade: () => void; onDone: () => void }) {
  const { t } = useTranslation("account");
  const refusal = useRefusal();
  const nodes = useNodes();
  const [name, setName] = useState("");
  const [node, setNode] = useState<string | null>(nodes[0]?.value ?? null);
  const [permissions, setPermissions] = useState<string[]>([]);
  const [life, setLife] = useState<string>(String(lives_days[1]));
  const make = useMutation({
    mutationFn: () =>
      data(
        api.POST("/api/v1/me/tokens", {
          body: {
            name,
            scopes: [{ node: node ?? "", permissions: permissions as Permission[] }],
            expires: Date.now() * 1000 + Number(life) * day_us,
          },
        }),
      ),
    onSuccess: onMade,
  });
  const allowed = nodes.find((each) => each.value === node)?.permissions ?? [];
  if (make.data) return <Made secret={make.data.secret} onDone={onDone} />;
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
          label={t("tokens.name")}
          description={t("tokens.nameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          required
          withAsterisk={false}
          data-autofocus
          error={refused.fields["name"]}
        />
        <Select
          label={t("tokens.where")}
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
          label={t("tokens.may")}
          description={t("tokens.mayHint")}
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
          label={t("tokens.until")}
          data={lives_days.map((days) => ({ value: String(days), label: t("tokens.days", { count: days }) }))}
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
            {t("tokens.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Made({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation("account");
  return (
    <Stack gap="md">
      <Text>{t("tokens.made")}</Text>
      <div className={classes["secret"]}>{secret}</div>
      <Group justify="flex-end">
        <CopyButton text={secret} />
        <Button onClick={onDone}>{t("codes.done")}</Button>
      </Group>
    </Stack>
  );
}

interface NodeOption {
  value: string;
  label: string;
  permissions: string[];
}

/** The nodes at which one has permissions oneself, with their names and those permissions. */
function useNodes(): NodeOption[] {
  const { t } = useTranslation("account");
  const me = useMe();
  const names = useNames();
  const nodes = new Map<string, string[]>();
  for (const [permission, at] of Object.entries(me.permissions)) {
    for (const node of at ?? []) nodes.set(node, [...(nodes.get(node) ?? []), permission]);
  }
  return [...nodes].map(([value, permissions]) => {
    const [kind, key = ""] = value.split(":", 2);
    const label =
      kind === "region" || kind === "site" || kind === "team" ? names[kind](key) : t("tokens.everywhere");
    return { value, label, permissions };
  });
}
