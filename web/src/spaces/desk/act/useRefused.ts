import { noRefusal, type Refusal, useRefusal } from "../../../api/useRefusal.ts";
import type { Doing } from "./useAct.ts";

/**
 * Why the last act was refused, at the fields of its form. `fields` are those that
 * the form has, by their names in the API; `own` says better words by "field.code".
 */
export function useRefused(doing: Doing, fields: readonly string[], own?: Record<string, string>): Refusal {
  const refusal = useRefusal();
  return doing.failure === undefined ? noRefusal : refusal(doing.failure, fields, own);
}
