import { Button, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useReadable } from "../../../api/useReadable.ts";
import { useMay } from "../../../session/session.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import type { WhoProps } from "../channel.ts";
import { formFrom, type NewCustomerForm } from "../model/customer.ts";
import classes from "./Customer.module.css";
import { NewCustomer } from "./NewCustomer.tsx";

const searchFrom = 2;

export interface LinkCustomerProps extends WhoProps {
  /** What the customer said about themselves: where a new one begins. */
  told?: NewCustomerForm | undefined;
}

/** Nobody knows who it is yet: find them, or note a new customer. */
export function LinkCustomer({ work, identify, told }: LinkCustomerProps) {
  const { t } = useTranslation("desk");
  const may = useMay();
  const readable = useReadable();
  const doing = useAct();
  const [text, setText] = useState("");
  const [creating, setCreating] = useState(false);
  const [words] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    queryKey: ["customers", words],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/customers", { params: { query: { q: words, limit: 6 } }, signal })),
    enabled: words.length >= searchFrom,
    staleTime: 10_000,
  });
  const link = (customer: string) => void doing.run(customer, () => identify(work.contact, customer));

  if (creating) {
    const start = text.trim() === "" && told !== undefined ? told : formFrom(text);
    return <NewCustomer work={work} identify={identify} start={start} onClose={() => setCreating(false)} />;
  }
  return (
    <>
      <p className={classes["quiet"]}>{t("customer.who")}</p>
      <TextInput
        label={t("customer.find")}
        placeholder={t("customer.findHint")}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        maxLength={64}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found.isError && <p role="alert">{readable(found.error)}</p>}
      {found.data !== undefined && (
        <ul className={classes["found"]} aria-label={t("customer.found")}>
          {found.data.items.map((customer) => (
            <li key={customer.id}>
              <UnstyledButton className={classes["candidate"]} onClick={() => link(customer.id)}>
                {customer.name}
                <small>{customer.identities.map((identity) => identity.value).join(" · ")}</small>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {found.data?.items.length === 0 && <p className={classes["quiet"]}>{t("customer.nobody")}</p>}
      <Refusal doing={doing} />
      {may("customer.edit") && (
        <Button
          variant="default"
          size="sm"
          leftSection={<IconUserPlus size={16} aria-hidden />}
          onClick={() => setCreating(true)}
        >
          {t("customer.new")}
        </Button>
      )}
    </>
  );
}
