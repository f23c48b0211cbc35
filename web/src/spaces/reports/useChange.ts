import { useTranslation } from "react-i18next";
import type { components } from "../../api/schema.gen.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { useDefinitions } from "../../kit/counted/useDefinitions.ts";
import type { Unit } from "../../kit/counted/value.ts";
import type { Change } from "./compare.ts";

export type Definition = components["schemas"]["Definition"];

/** What a figure measures; counts where the definitions are not there yet. */
export function useUnit(): (kpi: string) => Unit {
  const { data } = useDefinitions();
  return (kpi) => (data?.find(({ name }) => name === kpi)?.unit as Unit | undefined) ?? "count";
}

/** A change as people read it: "+3.1 pts", "−0:12". */
export function useChangeWords(): (kpi: string, change: Change) => string {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const unitOf = useUnit();
  return (kpi, { by }) => {
    const size = Math.abs(by);
    const words = () => {
      switch (unitOf(kpi)) {
        case "share":
          return t("points", { points: format.number(size * 100, 1) });
        case "duration":
          return format.duration(size);
        case "per_hour":
          return format.number(size, 1);
        case "count":
          return format.number(size);
      }
    };
    const said = words();
    // What rounds to nothing has no sign.
    const sign = /[1-9]/.test(said) ? (by > 0 ? "+" : "−") : "±";
    return `${sign}${said}`;
  };
}
