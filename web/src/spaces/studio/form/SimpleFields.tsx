import { MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "../../../i18n/spoken.ts";
import { isDuration } from "../model/duration.ts";
import { list } from "../model/path.ts";
import { useOptions } from "../model/useObjects.ts";
import { useOrganisationLanguages } from "../model/useOrganisationLanguages.ts";
import type { FieldProps } from "./fieldProps.ts";

// The fields that are one control each.

export function TextField({ field, value, onChange, ...rest }: FieldProps<"text">) {
  return (
    <TextInput
      {...rest}
      withAsterisk={field.required === true}
      maxLength={field.max ?? 500}
      placeholder={field.placeholder ?? ""}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function NumberField({ field, value, onChange, ...rest }: FieldProps<"number">) {
  return (
    <NumberInput
      {...rest}
      min={field.min}
      max={field.max}
      allowDecimal={false}
      value={typeof value === "number" ? value : ""}
      onChange={(next) => onChange(typeof next === "number" ? next : 0)}
    />
  );
}

/** A share 0–1, typed as a percentage. */
export function PercentField({ field, value, onChange, ...rest }: FieldProps<"percent">) {
  return (
    <NumberInput
      {...rest}
      withAsterisk={field.required === true}
      min={0}
      max={field.max ?? 100}
      suffix=" %"
      decimalScale={1}
      value={typeof value === "number" ? Math.round(value * 1000) / 10 : ""}
      onChange={(next) => onChange(typeof next === "number" ? Math.round(next * 10) / 1000 : 0)}
    />
  );
}

export function DurationField({ field, value, onChange, error, ...rest }: FieldProps<"duration">) {
  const { t } = useTranslation("studio");
  const text = typeof value === "string" && value !== "0s" ? value : "";
  return (
    <TextInput
      {...rest}
      withAsterisk={field.required === true}
      placeholder={field.placeholder ?? "4m, 90s, 1h30m"}
      value={text}
      error={error ?? (isDuration(text, field.never) ? undefined : t("form.duration"))}
      onChange={(event) => onChange(event.currentTarget.value.trim())}
    />
  );
}

export function SwitchField({ field: _, value, onChange, ...rest }: FieldProps<"switch">) {
  return (
    <Switch {...rest} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  );
}

export function ChoiceField({ field, value, onChange, ...rest }: FieldProps<"choice">) {
  const { t } = useTranslation("studio");
  const data = field.options.map((option) => ({ value: option, label: t(`choice.${option}`) }));
  return (
    <Select
      {...rest}
      withAsterisk={field.required === true}
      data={data}
      clearable={field.clearable === true}
      allowDeselect={false}
      placeholder={field.clearable ? t("form.usual") : ""}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(next) => onChange(next ?? "")}
    />
  );
}

export function RefField({ field, value, onChange, ...rest }: FieldProps<"ref">) {
  const { t } = useTranslation("studio");
  const options = useOptions(field.kind, field.only);
  return (
    <Select
      {...rest}
      withAsterisk={field.required === true}
      data={options}
      searchable
      clearable={field.required !== true}
      nothingFoundMessage={t("form.nothing")}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(next) => onChange(next ?? "")}
    />
  );
}

export function RefsField({ field, value, onChange, ...rest }: FieldProps<"refs">) {
  const objects = useOptions(field.kind);
  const languages = useOrganisationLanguages();
  const options = useMemo(
    () =>
      field.kind === "language"
        ? languages.map((code) => ({ value: code, label: languageName(code) }))
        : objects,
    [field.kind, languages, objects],
  );
  return <MultiSelect {...rest} data={options} searchable value={list<string>(value)} onChange={onChange} />;
}

export function LanguageField({ field: _, value, onChange, ...rest }: FieldProps<"languages">) {
  const languages = useOrganisationLanguages();
  return (
    <Select
      {...rest}
      clearable
      data={languages.map((code) => ({ value: code, label: languageName(code) }))}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(next) => onChange(next ?? "")}
    />
  );
}

export function TagsField({ field, value, onChange, ...rest }: FieldProps<"tags">) {
  return (
    <TagsInput
      {...rest}
      value={list<string>(value)}
      placeholder={list(value).length === 0 ? (field.placeholder ?? "") : ""}
      onChange={onChange}
    />
  );
}
