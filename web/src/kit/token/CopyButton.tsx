import { Button, CopyButton as Copy } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Copies a text that is used elsewhere: a token, a link, a tag. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation("token");
  return (
    <Copy value={text} timeout={3000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        >
          {copied ? t("copied") : t("copy")}
        </Button>
      )}
    </Copy>
  );
}
