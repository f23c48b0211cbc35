import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useReport } from "../../../api/useReport.ts";
import { useConfirm } from "../../../kit/Confirm.tsx";
import type { DraftEdit } from "../model/draft.ts";
import { useCheck } from "../model/useCheck.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import classes from "./Review.module.css";
import { ReviewDialog } from "./ReviewDialog.tsx";

/** What is changed and not yet published, always in sight while there is something. */
export function DraftBar() {
  const { t } = useTranslation("studio");
  const { draft, clear } = useStudioDraft();
  const [reviewing, setReviewing] = useState(false);
  const check = useCheck();
  const ask = useConfirm();
  const discard = async () => {
    const sure = await ask({
      title: t("draft.discardTitle"),
      consequence: t("draft.discardWords", { count: draft.length }),
      action: t("draft.discard"),
      destructive: true,
    });
    if (sure) clear();
  };
  return (
    <footer className={classes["bar"]} data-empty={draft.length === 0 || undefined}>
      {draft.length === 0 ? (
        <>
          <span>{t("draft.none")}</span>
          <UndoButton onDrafted={() => setReviewing(true)} />
        </>
      ) : (
        <>
          <strong>{t("draft.changes", { count: draft.length })}</strong>
          <span>{check.error === null ? t("draft.unpublished") : t("draft.mistakes")}</span>
          <Button variant="default" onClick={() => void discard()}>
            {t("draft.discard")}
          </Button>
          <Button onClick={() => setReviewing(true)}>{t("draft.review")}</Button>
        </>
      )}
      <ReviewDialog opened={reviewing} onClose={() => setReviewing(false)} />
    </footer>
  );
}

/** Puts the way back from the last publishing into the draft, and shows it. */
function UndoButton({ onDrafted }: { onDrafted: () => void }) {
  const { t } = useTranslation("studio");
  const { add } = useStudioDraft();
  const report = useReport();
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => data(api.GET("/api/v1/studio/undo")),
    onError: report,
    onSuccess: async ({ edits }) => {
      // The objects may have been read before somebody else changed them.
      await queries.invalidateQueries({ queryKey: ["studio-objects"] });
      add(edits as DraftEdit[]);
      onDrafted();
    },
  });
  return (
    <Button
      variant="default"
      leftSection={<IconArrowBackUp size={16} />}
      loading={undo.isPending}
      onClick={() => undo.mutate()}
    >
      {t("undo.action")}
    </Button>
  );
}
