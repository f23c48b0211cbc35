import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useReadable } from "./useReadable.ts";

/** Shows an error of an action as a short notice: useMutation({ onError: useReport() }). */
export function useReport(): (error: unknown) => void {
  const { t } = useTranslation();
  const readable = useReadable();
  return useCallback(
    (error: unknown) => {
      notifications.show({
        title: t("error.title"),
        message: readable(error),
        color: "var(--state-breached-fill)",
        autoClose: 8_000,
        closeButtonProps: { "aria-label": t("close") },
      });
    },
    [t, readable],
  );
}
