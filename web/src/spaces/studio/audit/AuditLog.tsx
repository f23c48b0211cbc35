import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../../kit/Empty.tsx";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import pageClasses from "../pages/Page.module.css";
import classes from "./Audit.module.css";
import { AuditFilters } from "./AuditFilters.tsx";
import { AuditLine } from "./AuditLine.tsx";
import { fileOf } from "./filters.ts";
import { useAuditLog, useFilters } from "./useAuditLog.ts";
import { useAuditWords } from "./useAuditWords.ts";

/** Who did what, to what, and when: newest first, each line to be opened. */
export function AuditLog() {
  const { t } = useTranslation("studio");
  const [filters, change] = useFilters();
  const log = useAuditLog(filters);
  const words = useAuditWords();
  const rows = log.data?.pages.flatMap((page) => page.items);
  return (
    <section className={pageClasses["list"]} aria-label={t("section.audit")}>
      <header className={pageClasses["head"]}>
        <h1>{t("section.audit")}</h1>
        <Button
          component="a"
          href={fileOf(filters)}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("audit.file")}
        </Button>
      </header>
      <AuditFilters filters={filters} onChange={change} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={classes["scroller"]} aria-label={t("audit.lines")} tabIndex={0}>
        {log.error !== null && <ErrorState error={log.error} retry={() => void log.refetch()} />}
        {log.isPending && <RowSkeleton rows={12} />}
        {rows?.length === 0 && <Empty title={t("audit.none")} />}
        {rows !== undefined && rows.length > 0 && (
          <table className={classes["log"]}>
            <thead>
              <tr>
                <th scope="col">{t("audit.when")}</th>
                <th scope="col">{t("audit.who")}</th>
                <th scope="col">{t("audit.what")}</th>
                <th scope="col">{t("audit.object")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <AuditLine
                  key={row.number}
                  row={row}
                  words={words}
                  onObject={filters.object === "" ? (object) => change({ object }) : undefined}
                />
              ))}
            </tbody>
          </table>
        )}
        {log.hasNextPage && (
          <div className={classes["more"]}>
            <Button
              variant="default"
              loading={log.isFetchingNextPage}
              onClick={() => void log.fetchNextPage()}
            >
              {t("history.more")}
            </Button>
          </div>
        )}
      </section>
    </section>
  );
}
