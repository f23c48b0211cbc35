import { useMemo } from "react";
import { useDrafted } from "./useObjects.ts";

const none: string[] = [];

/** The languages in which the organisation names things; the first is the house's own. */
export function useOrganisationLanguages(): string[] {
  const { rows } = useDrafted("organisation");
  return useMemo(() => (rows?.[0]?.value["languages"] as string[] | undefined) ?? none, [rows]);
}
