import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "./problem.ts";

/** Whether an error says that the server was not reached. Browsers have no type for it, only words. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && /fetch|import|network|load failed/i.test(error.message);
}

/** Turns any error into words for the person who can act, in their language. */
export function useReadable(): (error: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (isUnreachable(error)) return t("error.offline");
      if (!(error instanceof ApiError)) return t("error.code.internal");
      const words = t(`error.code.${error.code}`);
      // The detail says which field and why; it is the server's own, in English.
      const detail = error.code === "invalid" ? error.problem.errors?.[0]?.message : undefined;
      const place = error.field;
      return detail === undefined ? words : `${words} ${place === undefined ? "" : `${place}: `}${detail}`;
    },
    [t],
  );
}
