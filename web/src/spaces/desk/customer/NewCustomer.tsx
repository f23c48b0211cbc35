import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { Refusal } from "../act/Refusal.tsx";
import { type Doing, useAct } from "../act/useAct.ts";
import { useRefused } from "../act/useRefused.ts";
import type { WhoProps } from "../channel.ts";
import { identitiesOf, type NewCustomerForm } from "../model/customer.ts";

export interface NewCustomerProps extends WhoProps {
  /** What is known already: what was searched for, or said. */
  start: NewCustomerForm;
  onClose: () => void;
}

/** Notes a new customer and says that it is this one. */
export function NewCustomer({ work, identify, start, onClose }: NewCustomerProps) {
  const { t } = useTranslation("desk");
  const doing = useAct();
  const [form, setForm] = useState<NewCustomerForm>(start);
  const refused = useRefusedCustomer(doing, form);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void doing.run("create", async (headers) => {
      const body = {
        name: form.name.trim(),
        identities: identitiesOf(form),
        ...(work.language && { language: work.language }),
      };
      const customer = await data(api.POST("/api/v1/customers", { body, headers }));
      await identify(work.contact, customer.id);
    });
  };
  const field = (name: keyof NewCustomerForm, label: string) => (
    <TextInput
      label={label}
      value={form[name]}
      maxLength={name === "name" ? 200 : 128}
      onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
      required={name === "name"}
      withAsterisk={false}
      error={refused.fields[name]}
      data-autofocus={name === "name" || undefined}
    />
  );
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        {field("name", t("customer.name"))}
        {field("phone", t("identity.phone"))}
        {field("document", t("identity.document"))}
        {field("email", t("identity.email"))}
        <Refusal doing={doing} at={refused} />
        <Group gap="xs">
          <Button
            type="submit"
            size="sm"
            loading={doing.busy === "create"}
            disabled={form.name.trim() === ""}
          >
            {t("customer.save")}
          </Button>
          <Button variant="default" size="sm" onClick={onClose}>
            {t("common:confirm.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The refusal at the fields of the form: the API counts the identities that were typed. */
function useRefusedCustomer(doing: Doing, form: NewCustomerForm) {
  const { t } = useTranslation("desk");
  const kinds = identitiesOf(form).map(({ kind }) => kind);
  const own = Object.fromEntries(kinds.map((kind, at) => [`identities.${at}.invalid`, t(`refused.${kind}`)]));
  const taken = { "identities.conflict": t("refused.taken") };
  const counted = kinds.map((_, at) => `identities.${at}`);
  const { fields, ...rest } = useRefused(doing, ["name", "identities", ...counted], { ...own, ...taken });
  const { name, identities } = fields;
  return {
    // Which of several another customer has, the server does not say.
    ...(identities !== undefined && kinds.length > 1 ? { form: identities } : rest),
    fields: {
      ...(name !== undefined && { name }),
      ...Object.fromEntries(kinds.map((kind, at) => [kind, fields[`identities.${at}`]])),
      ...(identities !== undefined && kinds.length === 1 && { [kinds[0] ?? ""]: identities }),
    } as Partial<Record<keyof NewCustomerForm, string>>,
  };
}
