import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Cell, csv, download } from "../../kit/csv.ts";
import classes from "./Reports.module.css";

export interface CsvButtonProps {
  /** Of the file, without turno- before and .csv behind. */
  name: string;
  /** What is in it. */
  label: string;
  rows: () => readonly (readonly Cell[])[];
}

/** A table as a file, in raw units, for programs or for spreadsheets. */
export function CsvButton({ name, label, rows }: CsvButtonProps) {
  const { t } = useTranslation("reports");
  const save = (mark: boolean) => download(`turno-${name.replace(/[^\w.-]+/g, "_")}.csv`, csv(rows()), mark);
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon
          className={classes["noPrint"] ?? ""}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t("csv.of", { label })}
        >
          <IconDownload size={15} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save(false)}>{t("csv.plain")}</Menu.Item>
        <Menu.Item onClick={() => save(true)}>{t("csv.marked")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
