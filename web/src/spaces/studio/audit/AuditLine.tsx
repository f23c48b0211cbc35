import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import classes from "./Audit.module.css";
import { detailOf } from "./detail.ts";
import type { AuditRow } from "./filters.ts";
import type { AuditWords } from "./useAuditWords.ts";

export interface AuditLineProps {
  row: AuditRow;
  words: AuditWords;
  /** Asks for everything that was done to its object; undefined when that is what is shown. */
  onObject: ((object: string) => void) | undefined;
}

/** One line of the log; its time opens what stands behind it. */
export function AuditLine({ row, words, onObject }: AuditLineProps) {
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const id = useId();
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      <tr className={open ? classes["open"] : undefined}>
        <td>
          <UnstyledButton
            className={classes["opener"] ?? ""}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          >
            <Chevron size={14} aria-hidden />
            <time>{format.dateTime(row.at)}</time>
          </UnstyledButton>
        </td>
        <td>{words.who(row)}</td>
        <td>{words.kind(row)}</td>
        <td>{words.object(row.object)}</td>
      </tr>
      {open && (
        <tr id={id} className={classes["behind"]}>
          <td colSpan={4}>
            <Behind row={row} words={words} onObject={onObject} />
          </td>
        </tr>
      )}
    </>
  );
}

function Behind({ row, words, onObject }: AuditLineProps) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const { changes, others } = detailOf(row.detail);
  const { object = "" } = row;
  return (
    <div className={classes["detail"]}>
      {changes.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("audit.field")}</th>
              <th scope="col">{t("audit.before")}</th>
              <th scope="col">{t("audit.after")}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.path}>
                <th scope="row">{change.path === "" ? t("field.state") : <code>{change.path}</code>}</th>
                <td>{words.value(change.before)}</td>
                <td>{words.value(change.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl>
        {others.map(({ path, value }) => (
          <div key={path}>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>{words.value(value)}</dd>
          </div>
        ))}
        <div>
          <dt>{t("audit.number")}</dt>
          <dd>{format.number(row.number)}</dd>
        </div>
        {object !== "" && (
          <div>
            <dt>{t("audit.object")}</dt>
            <dd>
              <code>{object}</code>
            </dd>
          </div>
        )}
        {row.via !== undefined && (
          <div>
            <dt>{t("audit.via")}</dt>
            <dd>
              <code>{row.via}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>{t("audit.hash")}</dt>
          <dd>
            <code>{row.hash}</code>
          </dd>
        </div>
      </dl>
      {object !== "" && onObject !== undefined && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={() => onObject(object)}>
            {t("audit.sameObject")}
          </Button>
        </div>
      )}
    </div>
  );
}
