import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useDrafted, useTitle } from "../model/useObjects.ts";
import type { FieldProps } from "./fieldProps.ts";

/**
 * A queue, or one branch's line of a queue that has one at each: `billing`,
 * `billing@mixco`.
 */
export function LineField({ field, value, onChange, ...rest }: FieldProps<"line">) {
  const { t } = useTranslation("studio");
  const queues = useDrafted("queue").rows;
  const sites = useDrafted("site").rows;
  const title = useTitle();
  const options = useMemo(() => {
    const here = (queues ?? []).filter((row) => row.mark !== "removed");
    const branches = (sites ?? []).filter((row) => row.mark !== "removed" && row.value["branch"] === true);
    return here.flatMap((row) => {
      const own = { value: row.object.key, label: title(row.value, row.object.key) };
      if (row.value["per_site"] !== true) return [own];
      return [
        own,
        ...branches.map((site) => ({
          value: `${own.value}@${site.object.key}`,
          label: `${own.label} · ${title(site.value, site.object.key)}`,
        })),
      ];
    });
  }, [queues, sites, title]);
  return (
    <Select
      {...rest}
      withAsterisk={field.required === true}
      data={options}
      searchable
      nothingFoundMessage={t("form.nothing")}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(next) => onChange(next ?? "")}
    />
  );
}
