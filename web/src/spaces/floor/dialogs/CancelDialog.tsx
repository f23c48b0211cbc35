import { Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cancelWork } from "../acts.ts";
import { Ask } from "./Ask.tsx";
import type { WorkDialogProps } from "./dialogs.ts";
import { useAsk } from "./useAsk.ts";

/** Ends a work whose customer has left. It cannot be taken back, so it says what will happen. */
export function CancelDialog({ work, title, opened, onClose }: WorkDialogProps) {
  const { t } = useTranslation("floor");
  const { busy, refusal, submit, changed } = useAsk(onClose, ["detail"]);
  const [detail, setDetail] = useState("");
  return (
    <Ask
      title={title}
      opened={opened}
      onClose={onClose}
      size="sm"
      back={t("cancel.keep")}
      action={t("act.cancel")}
      destructive
      busy={busy}
      refusal={refusal.form}
      onSubmit={() =>
        void submit({
          run: () => cancelWork(work.work, detail.trim()),
          done: t("cancel.done", { work: work.ticket ?? "" }),
        })
      }
    >
      <Text>{t("cancel.consequence")}</Text>
      <TextInput
        label={t("cancel.detail")}
        value={detail}
        maxLength={200}
        error={refusal.fields["detail"]}
        onChange={(event) => {
          setDetail(event.currentTarget.value);
          changed("detail");
        }}
        data-autofocus
      />
    </Ask>
  );
}
