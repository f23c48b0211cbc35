import { useTranslation } from "react-i18next";
import type { components } from "../../api/schema.gen.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import { ErrorState } from "../ErrorState.tsx";
import classes from "./Counted.module.css";
import { useKpiWords } from "./useKpiWords.ts";
import { type Unit, writeValue } from "./value.ts";

export type Definition = components["schemas"]["Definition"];

export interface FormulaCardProps {
  definition: Definition;
  /** Undefined while it is being counted. */
  figure: { value: number | null; num: number; den: number } | undefined;
  /** Of the answered legs that it counts, how many never waited. */
  atOnce?: number | undefined;
  error?: unknown;
}

/** A figure's value, what it was divided from, what it means, its formula and version. */
export function FormulaCard({ definition, figure, atOnce = 0, error }: FormulaCardProps) {
  const { t } = useTranslation("counted");
  const format = useFormat();
  const kpi = useKpiWords();
  const unit = definition.unit as Unit;
  return (
    <section className={classes["formula"]}>
      <div>
        <span className={classes["big"]}>{figure ? writeValue(format, unit, figure.value, 1) : "…"}</span>
        {figure && <Sides definition={definition} {...figure} />}
      </div>
      <div className={classes["words"]}>
        <p>{kpi.words(definition.name)}</p>
        <code>{definition.formula}</code>
        <small>
          {definition.name} · {t("version", { version: definition.version })}
          {figure?.value === null && ` · ${t("noValue")}`}
        </small>
        {atOnce > 0 && ofWaits.includes(definition.name) && <small>{t("atOnce", { count: atOnce })}</small>}
      </div>
      {error !== undefined && <ErrorState error={error} />}
    </section>
  );
}

/** The figures that legs without a wait move. */
const ofWaits = [
  "service_level",
  "service_level.answered",
  "service_level.credit_abandons",
  "service_level.strict",
  "service_level.credit_short",
  "service_level.with_flow_outs",
  "asa",
  "wait.p90",
];

/** What stands above and below the line; a count has no line, a rank only its waits. */
function Sides({ definition, num, den }: { definition: Definition; num: number; den: number }) {
  const { t } = useTranslation("counted");
  const format = useFormat();
  if (definition.kind === "sum") return null;
  if (definition.kind === "rank") {
    return <small className={classes["dim"]}>{t("ranked", { den: format.number(den) })}</small>;
  }
  const side = (sum: number, above: boolean) => {
    if (definition.unit === "per_hour") return above ? format.number(sum) : format.duration(sum);
    const time = definition.unit === "duration" ? above : definition.facts?.includes("agent_interval");
    return time ? format.duration(sum) : format.number(sum);
  };
  return (
    <span className={classes["fraction"]}>
      <span>{side(num, true)}</span>
      <span>{side(den, false)}</span>
    </span>
  );
}
