import { useTranslation } from "react-i18next";
import type { Value } from "../model/draft.ts";
import type { Field, Group } from "../model/fields.ts";
import { at, put } from "../model/path.ts";
import classes from "./Form.module.css";
import type { FieldProps } from "./fieldProps.ts";
import { GrantsField } from "./GrantsField.tsx";
import { LevelsField } from "./LevelsField.tsx";
import { LineField } from "./LineField.tsx";
import { NeedsField } from "./NeedsField.tsx";
import { PermissionsField } from "./PermissionsField.tsx";
import { PlaceField, RolesField } from "./PlaceField.tsx";
import { RowsField } from "./RowsField.tsx";
import {
  ChoiceField,
  DurationField,
  LanguageField,
  NumberField,
  PercentField,
  RefField,
  RefsField,
  SwitchField,
  TagsField,
  TextField,
} from "./SimpleFields.tsx";
import { WordsField } from "./WordsField.tsx";

export interface ObjectFormProps {
  groups: readonly Group[];
  value: Value;
  onChange: (value: Value) => void;
  /** What is wrong, by path within the value. */
  mistakes: Record<string, string>;
  disabled: boolean;
}

/** The form of any kind of object, group by group. */
export function ObjectForm({ groups, value, onChange, mistakes, disabled }: ObjectFormProps) {
  const { t } = useTranslation("studio");
  return (
    <div className={classes["form"]}>
      {groups.map((group) => (
        <section key={group.name} className={classes["group"]} aria-label={t(`group.${group.name}`)}>
          {groups.length > 1 && <h3>{t(`group.${group.name}`)}</h3>}
          <Fields
            fields={group.fields}
            value={value}
            onChange={onChange}
            mistakes={mistakes}
            disabled={disabled}
            prefix=""
          />
        </section>
      ))}
    </div>
  );
}

interface FieldsProps {
  fields: readonly Field[];
  value: Value;
  onChange: (value: Value) => void;
  mistakes: Record<string, string>;
  disabled: boolean;
  /** Where the value stands in the whole, for its mistakes: `steps[0].`. */
  prefix: string;
}

function Fields({ fields, value, onChange, mistakes, disabled, prefix }: FieldsProps) {
  const { t } = useTranslation("studio");
  return fields
    .filter((field) => field.when === undefined || field.when(value))
    .map((field) => {
      const props = {
        field,
        value: at(value, field.path),
        onChange: (part: unknown) => onChange(put(value, field.path, part)),
        label: t(`field.${field.label}`),
        description: field.help ? t(`help.${field.label}`) : undefined,
        error: mistakes[prefix + field.path],
        disabled,
      };
      if (field.type !== "rows") return <OneField key={field.label} {...props} />;
      return (
        <RowsField
          key={field.label}
          {...props}
          field={field}
          fields={(row, inner, path, onRow) => (
            <Fields
              fields={inner}
              value={row}
              onChange={onRow}
              mistakes={mistakes}
              disabled={disabled}
              prefix={`${prefix}${path}.`}
            />
          )}
        />
      );
    });
}

function OneField(props: FieldProps) {
  const { field, ...rest } = props;
  switch (field.type) {
    case "text":
      return <TextField field={field} {...rest} />;
    case "words":
      return <WordsField field={field} {...rest} />;
    case "number":
      return <NumberField field={field} {...rest} />;
    case "percent":
      return <PercentField field={field} {...rest} />;
    case "duration":
      return <DurationField field={field} {...rest} />;
    case "switch":
      return <SwitchField field={field} {...rest} />;
    case "choice":
      return <ChoiceField field={field} {...rest} />;
    case "ref":
      return <RefField field={field} {...rest} />;
    case "refs":
      return <RefsField field={field} {...rest} />;
    case "tags":
      return <TagsField field={field} {...rest} />;
    case "needs":
      return <NeedsField field={field} {...rest} />;
    case "levels":
      return <LevelsField field={field} {...rest} />;
    case "grants":
      return <GrantsField field={field} {...rest} />;
    case "permissions":
      return <PermissionsField field={field} {...rest} />;
    case "languages":
      return <LanguageField field={field} {...rest} />;
    case "place":
      return <PlaceField field={field} {...rest} />;
    case "roles":
      return <RolesField field={field} {...rest} />;
    case "line":
      return <LineField field={field} {...rest} />;
    case "rows":
      return null; // drawn by Fields, which draws what is in them
  }
}
