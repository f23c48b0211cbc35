import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { api, data } from "../../api/client.ts";
import { type Organisation, useNames } from "../../api/organisation.ts";
import type { components } from "../../api/schema.gen.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { type Column, DataTable } from "../../kit/DataTable.tsx";
import { Empty } from "../../kit/Empty.tsx";
import { ErrorState } from "../../kit/ErrorState.tsx";
import { dayStart } from "../../kit/place/day.ts";
import { type Place, zoneOf } from "../../kit/place/place.ts";
import type { PlaceState } from "../../kit/place/usePlace.ts";
import { SidePanel } from "../../kit/SidePanel.tsx";
import { RowSkeleton } from "../../kit/Skeletons.tsx";
import { tickNow } from "../../kit/ticker.ts";
import classes from "./Board.module.css";
import { ContactPanel, useContact } from "./ContactPanel.tsx";
import { ContactState } from "./ContactState.tsx";
import { useNarrow } from "./useCompact.ts";

type Contact = components["schemas"]["Contact"];
type Period = "today" | "week" | "all";
const periods: readonly Period[] = ["today", "week", "all"];
const day_us = 86_400_000_000;

/** The contacts of a place, newest first, to be found by ticket or by the customer's name. */
export function Contacts({ place, state }: { place: Place; state: PlaceState }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const navigate = useNavigate();
  const { id } = useParams();
  const [text, setText] = useState("");
  const [query] = useDebouncedValue(text.trim(), 200);
  const [period, setPeriod] = useState<Period>("today");
  const [site, setSite] = useState("");
  const sites = state.sites;
  const only = sites.length === 1 ? (sites[0] ?? "") : site;
  const contacts = useContacts(query, only, period, state.organisation);
  const rows = useMemo(
    () =>
      (contacts.data?.pages.flatMap((page) => page.items) ?? []).filter(
        (contact) => place.kind === "org" || sites.includes(contact.site ?? ""),
      ),
    [contacts.data, place.kind, sites],
  );
  const columns = useContactColumns(state.organisation, sites.length > 1 && only === "", period !== "today");
  const open = (contact: string) => void navigate(`/floor/contacts/${contact}?at=${place.node}`);
  return (
    <section className={classes["contacts"]} aria-label={t("contacts.title")}>
      <div className={classes["bar"]}>
        <h2>{t("contacts.title")}</h2>
        <TextInput
          size="sm"
          w={300}
          aria-label={t("contacts.search")}
          placeholder={t("contacts.search")}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          size="sm"
          aria-label={t("contacts.period")}
          value={period}
          onChange={(value) => setPeriod(value as Period)}
          data={periods.map((value) => ({ value, label: t(`contacts.in.${value}`) }))}
        />
        {sites.length > 1 && (
          <Select
            size="sm"
            w={200}
            aria-label={t("move.site")}
            placeholder={t("contacts.everySite")}
            clearable
            clearButtonProps={{ "aria-label": t("contacts.everySite") }}
            value={site || null}
            onChange={(value) => setSite(value ?? "")}
            data={sites.map((value) => ({ value, label: names.site(value) }))}
          />
        )}
        <span className={classes["spring"]} />
        {contacts.hasNextPage && (
          <Button
            size="sm"
            variant="default"
            loading={contacts.isFetchingNextPage}
            onClick={() => void contacts.fetchNextPage()}
          >
            {t("contacts.more")}
          </Button>
        )}
      </div>
      <div className={classes["fill"]}>
        {contacts.isError ? (
          <ErrorState error={contacts.error} retry={() => void contacts.refetch()} />
        ) : contacts.isPending ? (
          <RowSkeleton rows={14} />
        ) : (
          <DataTable
            label={t("contacts.title")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            selected={id}
            onOpen={(row) => open(row.id)}
            empty={<Empty title={t("contacts.none")}>{t("contacts.noneWhy")}</Empty>}
          />
        )}
      </div>
      <SidePanel
        opened={id !== undefined}
        onClose={() => void navigate(`/floor/contacts?at=${place.node}`)}
        title={<ContactTitle id={id} />}
        wide
      >
        {id !== undefined && <ContactPanel node={place.node} id={id} />}
      </SidePanel>
    </section>
  );
}

function ContactTitle({ id }: { id: string | undefined }) {
  const { t } = useTranslation("floor");
  const names = useNames();
  const { data: contact } = useContact(id);
  if (contact === undefined) return t("contact.title");
  return [contact.label, contact.service && names.service(contact.service)].filter(Boolean).join(" · ");
}

function useContacts(text: string, site: string, period: Period, organisation: Organisation | undefined) {
  return useInfiniteQuery({
    queryKey: ["contacts", text, site, period],
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const today = dayStart(tickNow(), zoneOf(organisation, site || undefined));
      const from = period === "all" ? undefined : period === "week" ? today - 6 * day_us : today;
      return data(
        api.GET("/api/v1/contacts", {
          params: {
            query: {
              limit: 100,
              ...(text && { q: text }),
              ...(site && { site }),
              ...(from !== undefined && { from }),
              ...(pageParam && { after: pageParam }),
            },
          },
        }),
      );
    },
    getNextPageParam: (last) => last.next || undefined,
    staleTime: 5_000,
    refetchInterval: 15_000,
    placeholderData: (before) => before,
  });
}

function useContactColumns(
  organisation: Organisation | undefined,
  manySites: boolean,
  manyDays: boolean,
): Column<Contact>[] {
  const { t } = useTranslation("floor");
  const names = useNames();
  const format = useFormat();
  const narrow = useNarrow(1280);
  return useMemo(() => {
    const time = (instant: number | undefined, site: string | undefined) =>
      instant ? format.time(instant, zoneOf(organisation, site)) : "–";
    const columns: Column<Contact>[] = [
      {
        key: "label",
        header: t("contacts.ticket"),
        width: "110px",
        cell: (row) => <b>{row.label || "–"}</b>,
      },
      {
        key: "date",
        header: t("contacts.day"),
        width: "120px",
        cell: (row) => format.date(row.arrived, zoneOf(organisation, row.site)),
      },
      {
        key: "arrived",
        header: t("work.arrived"),
        width: "108px",
        cell: (row) => time(row.arrived, row.site),
      },
      {
        key: "closed",
        header: t("contact.closed"),
        width: "108px",
        cell: (row) => time(row.closed, row.site),
      },
      {
        key: "service",
        header: t("work.service"),
        width: "minmax(160px, 1.2fr)",
        cell: (row) => (row.service ? names.service(row.service) : "–"),
      },
      {
        key: "site",
        header: t("move.site"),
        width: "minmax(120px, 0.8fr)",
        cell: (row) => (row.site ? names.site(row.site) : "–"),
      },
      {
        key: "segment",
        header: t("work.segment"),
        width: "minmax(110px, 0.7fr)",
        cell: (row) => (row.segment ? names.segment(row.segment) : "–"),
      },
      {
        key: "state",
        header: t("agents.state"),
        width: "130px",
        cell: (row) => <ContactState state={row.state} />,
      },
      {
        key: "result",
        header: t("contact.result"),
        width: "minmax(160px, 1.2fr)",
        cell: (row) =>
          [row.reason && names.reason(row.reason), row.outcome && names.outcome(row.outcome)]
            .filter(Boolean)
            .join(" · ") || <span className={classes["dim"]}>–</span>,
      },
    ];
    const left = new Set([
      ...(manySites ? [] : ["site"]),
      ...(manyDays ? [] : ["date"]),
      ...(narrow ? ["closed", "segment"] : []),
    ]);
    return columns.filter(({ key }) => !left.has(key));
  }, [t, names, format, organisation, manySites, manyDays, narrow]);
}
