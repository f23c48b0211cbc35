import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Option, useOptions } from "./useObjects.ts";

/** Every place of the tree: organisation, regions, sites, teams. */
export function useNodeOptions(): { group: string; items: Option[] }[] {
  const { t } = useTranslation("studio");
  const regions = useOptions("region");
  const sites = useOptions("site");
  const teams = useOptions("team");
  return useMemo(() => {
    const under = (kind: string, options: Option[]) =>
      options.map((option) => ({ value: `${kind}:${option.value}`, label: option.label }));
    return [
      { group: t("section.organisation"), items: [{ value: "org", label: t("form.everywhere") }] },
      { group: t("section.regions"), items: under("region", regions) },
      { group: t("section.sites"), items: under("site", sites) },
      { group: t("section.teams"), items: under("team", teams) },
    ];
  }, [regions, sites, teams, t]);
}
