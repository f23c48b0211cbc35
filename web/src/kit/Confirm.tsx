import { Button, Group, Text } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog.tsx";

export interface Question {
  /** "Sign out Luis Pérez?" */
  title: string;
  /** What will happen, in words. */
  consequence: string;
  /** The verb on the button: "Sign out". */
  action: string;
  /** It takes something away that cannot be had back. */
  destructive?: boolean;
}

type Ask = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Ask>(() => Promise.resolve(false));

/** Asks once, in words that say what will happen; true when the person goes on. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const [opened, setOpened] = useState(false);
  const answer = useRef<(yes: boolean) => void>(() => {});

  const ask = useCallback<Ask>(
    (next) =>
      new Promise((resolve) => {
        answer.current(false); // a question that is still open is answered no
        answer.current = resolve;
        setQuestion(next);
        setOpened(true);
      }),
    [],
  );
  const close = (yes: boolean) => {
    setOpened(false);
    answer.current(yes);
  };

  return (
    <ConfirmContext value={ask}>
      {children}
      <Dialog
        opened={opened}
        onClose={() => close(false)}
        title={question?.title}
        withCloseButton={false}
        size="sm"
      >
        <Text>{question?.consequence}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => close(false)}>
            {t("confirm.cancel")}
          </Button>
          <Button
            data-autofocus
            color={question?.destructive ? "var(--state-breached-fill)" : undefined}
            onClick={() => close(true)}
          >
            {question?.action}
          </Button>
        </Group>
      </Dialog>
    </ConfirmContext>
  );
}
