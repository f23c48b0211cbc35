import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "./problem.ts";
import { useReadable } from "./useReadable.ts";

/** Why a form was refused, in the reader's language: at its fields, and what is of none of them. */
export interface Refusal {
  fields: Record<string, string>;
  form?: string;
}

export const noRefusal: Refusal = { fields: {} };

const fieldCodes = ["invalid", "forbidden", "not_found", "conflict", "too_large"] as const;

/**
 * Turns a refused call into words at the fields at fault. `fields` are those that
 * the form has, by their names in the API; what the server says of others is of the
 * whole form. `own` has better words than the general ones, by "field.code":
 * `{ "counter.conflict": "A colleague sits there already." }`.
 */
export function useRefusal(): (
  error: unknown,
  fields: readonly string[],
  own?: Record<string, string>,
) => Refusal {
  const { t } = useTranslation();
  const readable = useReadable();
  return useCallback(
    (error, fields, own = {}) => {
      const code = error instanceof ApiError && fieldCodes.find((known) => known === error.code);
      if (!code) return { fields: {}, form: readable(error) };
      const found = error.fields.filter((field) => fields.includes(field));
      if (found.length === 0) return { fields: {}, form: readable(error) };
      return {
        fields: Object.fromEntries(
          found.map((field) => [field, own[`${field}.${code}`] ?? t(`error.field.${code}`)]),
        ),
      };
    },
    [t, readable],
  );
}
