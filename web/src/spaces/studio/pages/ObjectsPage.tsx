import { Button, TextInput } from "@mantine/core";
import { IconLink, IconPlus, IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { DataTable } from "../../../kit/DataTable.tsx";
import { Empty } from "../../../kit/Empty.tsx";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import { useMay } from "../../../session/session.ts";
import type { Drafted } from "../model/draft.ts";
import type { Section } from "../model/sections.ts";
import { useDrafted } from "../model/useObjects.ts";
import { CopyButton } from "./CopyButton.tsx";
import { ImportButton } from "./ImportButton.tsx";
import { NewDialog } from "./NewDialog.tsx";
import { ObjectPanel } from "./ObjectPanel.tsx";
import classes from "./Page.module.css";
import { useColumns } from "./useColumns.tsx";

/** Everything of a kind as a list; the one that is open beside it. */
export function ObjectsPage({ section }: { section: Section }) {
  const { t } = useTranslation("studio");
  const navigate = useNavigate();
  const { key } = useParams();
  const mayPair = useMay()("device.manage");
  const { rows, error, refetch } = useDrafted(section.kind);
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const shown = useMemo(() => (rows ?? []).filter((row) => matches(row, wanted)), [rows, wanted]);
  const columns = useColumns(section.kind);
  const [adding, setAdding] = useState(false);
  const open = rows?.find((row) => row.object.key === key);

  if (error !== null && rows === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <div className={classes["page"]}>
      <section className={classes["list"]} aria-label={t(`section.${section.key}`)}>
        <header className={classes["head"]}>
          <h1>{t(`section.${section.key}`)}</h1>
          <TextInput
            className={classes["search"] ?? ""}
            aria-label={t("list.search")}
            placeholder={t("list.search")}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          {section.kind === "user" && <ImportButton />}
          {section.kind === "device" && mayPair && (
            <Button component={Link} to="/studio/pair" variant="default" leftSection={<IconLink size={16} />}>
              {t("pair.title")}
            </Button>
          )}
          {(section.kind === "site" || section.kind === "queue") && <CopyButton kind={section.kind} />}
          {section.kind !== "organisation" && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t("list.new")}
            </Button>
          )}
        </header>
        {rows === undefined ? (
          <RowSkeleton rows={10} />
        ) : (
          <DataTable
            label={t(`section.${section.key}`)}
            columns={columns}
            rows={shown}
            rowKey={(row) => row.object.key}
            selected={key}
            onOpen={(row) => void navigate(`/studio/${section.key}/${encodeURIComponent(row.object.key)}`)}
            empty={
              <Empty title={wanted === "" ? t("list.empty") : t("list.notFound")}>
                {wanted === "" && section.kind === "role" && t("list.emptyRoles")}
              </Empty>
            }
          />
        )}
      </section>
      {open !== undefined && (
        <ObjectPanel
          key={open.object.key}
          row={open}
          rows={rows ?? []}
          onClose={() => void navigate(`/studio/${section.key}`)}
        />
      )}
      <NewDialog
        kind={section.kind}
        taken={(rows ?? []).map((row) => row.object.key)}
        opened={adding}
        onClose={() => setAdding(false)}
        onMade={(made) => void navigate(`/studio/${section.key}/${encodeURIComponent(made)}`)}
      />
    </div>
  );
}

/** Whether a word stands in an object's key or anywhere in its document. */
function matches(row: Drafted, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return wanted === "" || JSON.stringify(row.value).toLowerCase().includes(wanted);
}
