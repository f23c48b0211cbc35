import { Button, SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/useFormat.ts";
import { ErrorState } from "../ErrorState.tsx";
import { RowSkeleton } from "../Skeletons.tsx";
import classes from "./Counted.module.css";

/** The facts that figures count. */
export type RowsKind = "leg" | "agent_interval";

export interface RowsFrameProps {
  kind: RowsKind;
  /** Which rows these are, in a sentence. */
  which: ReactNode;
  counted: number;
  all: number;
  query: {
    isPending: boolean;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  children: ReactNode;
}

/** Rows behind a figure: how many of them count, and the way to more. */
export function RowsFrame({ kind, which, counted, all, query, children }: RowsFrameProps) {
  const { t } = useTranslation("counted");
  const format = useFormat();
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className={classes["rows"]}>
      <div className={classes["rowsHead"]}>
        <h3>{kind === "leg" ? t("legs.title") : t("intervals.title")}</h3>
        <span className={classes["dim"]}>
          {t("rows.counted", { counted: format.number(counted), all: format.number(all) })}
        </span>
        {query.hasNextPage && (
          <Button
            size="compact-sm"
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("rows.more")}
          </Button>
        )}
      </div>
      <p className={classes["dim"]}>{which}</p>
      <div className={classes["table"]}>{query.isPending ? <RowSkeleton rows={8} /> : children}</div>
    </section>
  );
}

/** Chooses between the two kinds of rows of a figure that counts both. */
export function RowsSwitch({ value, onChange }: { value: RowsKind; onChange: (kind: RowsKind) => void }) {
  const { t } = useTranslation("counted");
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("rows.of")}
      value={value}
      onChange={(next) => onChange(next as RowsKind)}
      data={[
        { value: "leg", label: t("legs.title") },
        { value: "agent_interval", label: t("intervals.title") },
      ]}
    />
  );
}
