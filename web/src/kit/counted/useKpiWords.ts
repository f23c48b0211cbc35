import { useTranslation } from "react-i18next";

/** Names of KPIs hold dots, which separate keys of words. */
const slug = (kpi: string) => kpi.replaceAll(".", "-");

export interface KpiWords {
  /** What a KPI is called. */
  title: (kpi: string) => string;
  /** What it counts. */
  words: (kpi: string) => string;
}

/** KPIs in the reader's language. */
export function useKpiWords(): KpiWords {
  const { t } = useTranslation("counted");
  return {
    title: (kpi) => t(`kpi.title.${slug(kpi)}`),
    words: (kpi) => t(`kpi.words.${slug(kpi)}`),
  };
}
