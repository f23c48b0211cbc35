import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useNames } from "../../../api/organisation.ts";
import { useSiteTime } from "../../../api/useSiteTime.ts";
import { useSearch } from "../../../kit/commands.ts";
import { useMay } from "../../../session/session.ts";

const foundMost = 5;

/** Ctrl K finds customers by name, phone or document, and contacts by ticket or name. */
export function useDeskSearch(showCustomer: (id: string) => void, showContact: (id: string) => void): void {
  const { t } = useTranslation("desk");
  const may = useMay();
  const names = useNames();
  const clock = useSiteTime();
  useSearch("desk.customers", async (q, signal) => {
    if (!may("customer.view")) return [];
    const query = { q, limit: foundMost };
    const page = await data(api.GET("/api/v1/customers", { params: { query }, signal }));
    return page.items.map((customer) => ({
      id: `customer.${customer.id}`,
      label: customer.name,
      group: t("search.customers"),
      description: customer.identities.map((identity) => identity.value).join(" · "),
      run: () => showCustomer(customer.id),
    }));
  });
  useSearch("desk.contacts", async (q, signal) => {
    if (!may("contact.view")) return [];
    const query = { q, limit: foundMost };
    const page = await data(api.GET("/api/v1/contacts", { params: { query }, signal }));
    return page.items.map((contact) => ({
      id: `contact.${contact.id}`,
      label: [contact.label, names.service(contact.service)].filter(Boolean).join(" · "),
      group: t("search.contacts"),
      description: clock.dateTime(contact.site, contact.arrived),
      run: () => showContact(contact.id),
    }));
  });
}
