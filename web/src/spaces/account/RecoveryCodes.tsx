import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../kit/token/CopyButton.tsx";
import classes from "./Account.module.css";

/** The recovery codes, the only time they are seen. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation("account");
  return (
    <Stack gap="md">
      <Text>{t("codes.words")}</Text>
      <ol className={classes["codes"]}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Group justify="flex-end">
        <CopyButton text={codes.join("\n")} />
        <Button onClick={onDone}>{t("codes.done")}</Button>
      </Group>
    </Stack>
  );
}
