import { Select } from "@mantine/core";
import { IconEqual } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import type { components } from "../../../api/schema.gen.ts";
import { type Column, DataTable } from "../../../kit/DataTable.tsx";
import { Empty } from "../../../kit/Empty.tsx";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { type Option, useOptions } from "../model/useObjects.ts";
import classes from "./Page.module.css";

type Difference = components["schemas"]["Difference"];

/** In what two sites differ. */
export function CompareSites() {
  const { t } = useTranslation("studio");
  const sites = useOptions("site");
  const [left, setLeft] = useState<string | null>(null);
  const [right, setRight] = useState<string | null>(null);
  const both = left !== null && right !== null;
  const { data: found, error } = useQuery({
    queryKey: ["studio-compare", left, right],
    queryFn: () =>
      data(
        api.GET("/api/v1/studio/compare", { params: { query: { left: left ?? "", right: right ?? "" } } }),
      ),
    enabled: both,
  });
  const columns = useDifferenceColumns(sites, left, right);
  return (
    <div className={classes["page"]}>
      <section className={classes["list"]} aria-label={t("section.compare")}>
        <header className={classes["head"]}>
          <h1>{t("section.compare")}</h1>
          <Select
            aria-label={t("compare.left")}
            placeholder={t("compare.left")}
            data={sites}
            searchable
            value={left}
            onChange={setLeft}
          />
          <Select
            aria-label={t("compare.right")}
            placeholder={t("compare.right")}
            data={sites}
            searchable
            value={right}
            onChange={setRight}
          />
        </header>
        {error !== null ? (
          <ErrorState error={error} />
        ) : (
          <DataTable
            label={t("section.compare")}
            columns={columns}
            rows={found?.items ?? []}
            rowKey={(row) => `${row.about} ${row.item ?? ""}`}
            empty={
              <Empty
                title={both ? t("compare.same") : t("compare.choose")}
                icon={<IconEqual size={24} stroke={1.5} />}
              />
            }
          />
        )}
      </section>
    </div>
  );
}

function useDifferenceColumns(
  sites: Option[],
  left: string | null,
  right: string | null,
): Column<Difference>[] {
  const { t } = useTranslation("studio");
  const services = useOptions("service");
  const profiles = useOptions("profile");
  const skills = useOptions("skill");
  return useMemo(() => {
    const word = (options: Option[], key: string | null) =>
      options.find((option) => option.value === key)?.label ?? key ?? "";
    const named: Record<string, Option[]> = { service: services, agents: profiles, skill: skills };
    const cell = (side: "left" | "right") => (row: Difference) =>
      row[side] === "" ? <span className={classes["dim"]}>–</span> : row[side];
    return [
      { key: "about", header: t("compare.about"), width: "180px", cell: (row) => t(`about.${row.about}`) },
      {
        key: "item",
        header: t("compare.item"),
        width: "minmax(160px, 1fr)",
        cell: (row) => word(named[row.about] ?? [], row.item ?? ""),
      },
      { key: "left", header: word(sites, left), width: "minmax(140px, 1fr)", cell: cell("left") },
      { key: "right", header: word(sites, right), width: "minmax(140px, 1fr)", cell: cell("right") },
    ];
  }, [t, sites, left, right, services, profiles, skills]);
}
