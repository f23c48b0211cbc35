import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "./CopyButton.tsx";
import classes from "./Token.module.css";

export interface ShownOnceProps {
  /** What it is, and whom to give it to. */
  words: string;
  text: string;
  /** What stands beside it: its end, a picture of it. */
  children?: ReactNode;
  onDone: () => void;
}

/** What opens something and cannot be shown a second time: a token, a link. */
export function ShownOnce({ words, text, children, onDone }: ShownOnceProps) {
  const { t } = useTranslation("token");
  return (
    <Stack gap="md">
      <Text>{words}</Text>
      <div className={classes["secret"]}>{text}</div>
      {children}
      <Group justify="flex-end">
        <CopyButton text={text} />
        <Button onClick={onDone}>{t("kept")}</Button>
      </Group>
    </Stack>
  );
}
