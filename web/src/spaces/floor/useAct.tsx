import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { randomId } from "../../api/client.ts";
import { useReport } from "../../api/useReport.ts";

export interface Act {
  run: () => Promise<unknown>;
  /** What has happened, in words. */
  done: string;
  /** Takes it back, where that can be done. */
  undo?: (() => Promise<unknown>) | undefined;
  /** Tells why it was refused; by default a notice does. */
  refused?: ((error: unknown) => void) | undefined;
}

/**
 * Does something and says so, with the way back where there is one; a refusal is
 * told in words. True when it was done.
 */
export function useAct(): (act: Act) => Promise<boolean> {
  const { t } = useTranslation("floor");
  const report = useReport();
  return useCallback(
    async ({ run, done, undo, refused = report }: Act) => {
      try {
        await run();
      } catch (error) {
        refused(error);
        return false;
      }
      const id = randomId();
      const close = { closeButtonProps: { "aria-label": t("common:close") } };
      const back = () => {
        notifications.hide(id);
        undo?.().then(() => notifications.show({ message: t("undone"), ...close }), report);
      };
      notifications.show({
        id,
        ...close,
        autoClose: undo ? 10_000 : 4_000,
        message: undo ? (
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <span>{done}</span>
            <Button size="compact-sm" variant="default" onClick={back}>
              {t("undo")}
            </Button>
          </Group>
        ) : (
          done
        ),
      });
      return true;
    },
    [t, report],
  );
}
