import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { builtinRoles } from "./roles.ts";
import { type Option, useOptions } from "./useObjects.ts";

/** The roles that somebody may be given: the house's own, and those the organisation has made. */
export function useRoleOptions(): Option[] {
  const { t } = useTranslation("studio");
  const own = useOptions("role");
  return useMemo(() => {
    const built = builtinRoles
      .filter((role) => !own.some((other) => other.value === role))
      .map((role) => ({ value: role as string, label: t(`role.${role}`) }));
    return [...built, ...own];
  }, [own, t]);
}

/** The word for a role. */
export function useRoleWord(): (role: string) => string {
  const options = useRoleOptions();
  return useMemo(() => (role) => options.find((option) => option.value === role)?.label ?? role, [options]);
}
