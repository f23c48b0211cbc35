import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../kit/Dialog.tsx";

export interface AskProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: "sm" | "md" | "lg";
  /** What will happen, in words, above the buttons. */
  consequence?: ReactNode;
  /** The verb on the button. */
  action: string;
  /** The word for going back; by default "Cancel". */
  back?: string;
  /** Something was chosen that can be done. */
  ready?: boolean;
  busy: boolean;
  /** Why it was refused, where that is of no field. */
  refusal?: string | undefined;
  /** It takes something away that cannot be had back. */
  destructive?: boolean;
  onSubmit: () => void;
  children?: ReactNode;
}

/** The frame of every dialog of the floor: a form whose button says what it does. */
export function Ask(props: AskProps) {
  const { t } = useTranslation("floor");
  const { title, opened, onClose, size = "md", ready = true, busy, refusal } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title} withCloseButton={false} size={size}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) props.onSubmit();
        }}
      >
        <Stack gap="md">
          {props.children}
          {props.consequence !== undefined && (
            <Text size="sm" c="dimmed" aria-live="polite">
              {props.consequence}
            </Text>
          )}
          {refusal !== undefined && (
            <Text size="sm" c="var(--state-breached)" role="alert">
              {refusal}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {props.back ?? t("common:confirm.cancel")}
            </Button>
            <Button
              type="submit"
              color={props.destructive ? "var(--state-breached-fill)" : undefined}
              disabled={!ready}
              loading={busy}
            >
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
