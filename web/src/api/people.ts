import { useMemo } from "react";
import { useOrganisation } from "./organisation.ts";

/** The name of a user by id; an id that nobody knows (any more) is "–". */
export function usePersonName(): (id: string | undefined) => string {
  const { data: organisation } = useOrganisation();
  return useMemo(() => {
    const names = new Map((organisation?.people ?? []).map((person) => [person.id, person.name]));
    return (id) => names.get(id ?? "") ?? "–";
  }, [organisation]);
}
