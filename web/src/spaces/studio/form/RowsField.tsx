import { ActionIcon, Button, Input } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Value } from "../model/draft.ts";
import type { Field } from "../model/fields.ts";
import { list } from "../model/path.ts";
import classes from "./Form.module.css";
import type { FieldProps } from "./fieldProps.ts";

export interface RowsFieldProps extends FieldProps<"rows"> {
  /** Draws the fields of one row. */
  fields: (
    row: Value,
    fields: readonly Field[],
    path: string,
    onChange: (row: Value) => void,
  ) => React.ReactNode;
}

/** A list of small documents: a queue's steps, its overflow rules, a profile's queues. */
export function RowsField({
  field,
  value,
  onChange,
  label,
  description,
  error,
  disabled,
  fields,
}: RowsFieldProps) {
  const { t } = useTranslation("studio");
  const rows = list<Value>(value);
  const move = (from: number, to: number) => {
    const row = rows[from];
    if (row !== undefined) onChange(rows.toSpliced(from, 1).toSpliced(to, 0, row));
  };
  return (
    <Input.Wrapper
      component="fieldset"
      aria-label={label}
      labelElement="div"
      label={label}
      description={description}
      error={error}
      className={classes["fieldset"] ?? ""}
    >
      <ol className={classes["rows"]}>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          <li key={index} className={classes["row"]}>
            <span className={classes["number"]}>{index + 1}</span>
            <div className={classes["rowFields"]}>
              {fields(row, field.fields, `${field.path}[${index}]`, (next) =>
                onChange(rows.with(index, next)),
              )}
            </div>
            {!disabled && (
              <div className={classes["rowActs"]}>
                <Act label={t("form.up")} off={index === 0} onClick={() => move(index, index - 1)}>
                  <IconArrowUp size={14} />
                </Act>
                <Act
                  label={t("form.down")}
                  off={index === rows.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={14} />
                </Act>
                <Act
                  label={t("form.remove", { number: index + 1 })}
                  onClick={() => onChange(rows.toSpliced(index, 1))}
                >
                  <IconTrash size={14} />
                </Act>
              </div>
            )}
          </li>
        ))}
      </ol>
      {!disabled && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...rows, field.empty])}
        >
          {t("form.add")}
        </Button>
      )}
    </Input.Wrapper>
  );
}

interface ActProps {
  label: string;
  off?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function Act({ label, off = false, onClick, children }: ActProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} disabled={off} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
