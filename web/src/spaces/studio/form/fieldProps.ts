import type { Field } from "../model/fields.ts";

/** What every field of a form is given. */
export interface FieldProps<Kind extends Field["type"] = Field["type"]> {
  field: Extract<Field, { type: Kind }>;
  value: unknown;
  onChange: (value: unknown) => void;
  label: string;
  description?: string | undefined;
  /** What is wrong with it, in words. */
  error?: string | undefined;
  disabled: boolean;
}
