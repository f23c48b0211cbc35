import { MultiSelect, Select } from "@mantine/core";
import { list } from "../model/path.ts";
import { useNodeOptions } from "../model/useNodeOptions.ts";
import { useRoleOptions } from "../model/useRoles.ts";
import type { FieldProps } from "./fieldProps.ts";

/** A place of the organisation's tree. */
export function PlaceField({ field, value, onChange, ...rest }: FieldProps<"place">) {
  return (
    <Select
      {...rest}
      withAsterisk={field.required === true}
      data={useNodeOptions()}
      searchable
      allowDeselect={false}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(next) => onChange(next ?? "")}
    />
  );
}

/** Roles, the house's own among them. */
export function RolesField({ field: _, value, onChange, ...rest }: FieldProps<"roles">) {
  return (
    <MultiSelect
      {...rest}
      data={useRoleOptions()}
      searchable
      value={list<string>(value)}
      onChange={onChange}
    />
  );
}
