import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api, data } from "../../../api/client.ts";
import { ApiError } from "../../../api/problem.ts";
import type { components } from "../../../api/schema.gen.ts";
import { useReadable } from "../../../api/useReadable.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import type { Draft } from "../model/draft.ts";
import { sectionOf } from "../model/sections.ts";
import { bodyOf, type DraftCheck, type Effect, useCheck } from "../model/useCheck.ts";
import { useFaultWords } from "../model/useFaultWords.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import { WarningList } from "../pages/QueueSummary.tsx";
import classes from "./Review.module.css";
import { useEffectWords } from "./useEffectWords.ts";

/** Before anything is published: what it would do, what contradicts itself, and every change by its words. */
export function ReviewDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("studio");
  return (
    <Dialog opened={opened} onClose={onClose} title={t("review.title")} size="xl">
      <Review onClose={onClose} />
    </Dialog>
  );
}

function Review({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("studio");
  const { draft } = useStudioDraft();
  const check = useCheck();
  const publish = usePublish(onClose);
  // What was refused was another draft than the one that is here now.
  const error = (publish.variables === draft ? publish.error : null) ?? check.error;
  // Somebody else may have published since the draft was checked.
  const { refetch } = check;
  useEffect(() => void refetch(), [refetch]);
  const fresh = check.data !== undefined && !check.isPlaceholderData && check.error === null;
  return (
    <>
      {error !== null ? (
        <Mistakes error={error} draft={draft} onClose={onClose} />
      ) : check.data === undefined ? (
        <RowSkeleton rows={4} />
      ) : (
        <Findings check={check.data} />
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t("review.back")}
        </Button>
        <Button disabled={!fresh} loading={publish.isPending} onClick={() => publish.mutate(draft)}>
          {t("review.publish")}
        </Button>
      </Group>
    </>
  );
}

function usePublish(onDone: () => void) {
  const { t } = useTranslation("studio");
  const { clear } = useStudioDraft();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: Draft) =>
      data(api.POST("/api/v1/studio/publish", { body: { edits: bodyOf(draft) } })),
    onSuccess: async ({ changes }) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          String(queryKey[0]).startsWith("studio-") || queryKey[0] === "organisation",
      });
      clear();
      onDone();
      notifications.show({
        title: t("review.published"),
        message: t("review.publishedWords", { count: changes.length }),
        // Not above the bar, where the next thing to do is.
        position: "top-right",
        closeButtonProps: { "aria-label": t("close") },
      });
    },
    onError: () => queries.invalidateQueries({ queryKey: ["studio-objects"] }),
  });
}

function Findings({ check }: { check: DraftCheck }) {
  const { t } = useTranslation("studio");
  return (
    <div className={classes["findings"]}>
      <section>
        <h3>{t("review.effects")}</h3>
        {check.effects.length === 0 ? (
          <Text c="dimmed">{t("review.noEffects")}</Text>
        ) : (
          <ul className={classes["effects"]}>
            {check.effects.map((effect) => (
              <EffectLine key={JSON.stringify(effect)} effect={effect} />
            ))}
          </ul>
        )}
      </section>
      {check.warnings.length > 0 && (
        <section>
          <h3>{t("review.warnings")}</h3>
          <WarningList warnings={check.warnings} />
        </section>
      )}
      <section>
        <h3>{t("review.changes")}</h3>
        <Changes changes={check.changes} />
      </section>
    </div>
  );
}

function EffectLine({ effect }: { effect: Effect }) {
  const words = useEffectWords();
  const Icon = effect.serious ? IconAlertTriangle : IconInfoCircle;
  return (
    <li data-serious={effect.serious || undefined}>
      <Icon size={16} aria-hidden />
      <div>
        {words(effect)}
        {(effect.names?.length ?? 0) > 0 && (
          <small>
            {effect.names?.join(", ")}
            {(effect.people ?? 0) > (effect.names?.length ?? 0) && " …"}
          </small>
        )}
      </div>
    </li>
  );
}

function Changes({ changes }: { changes: readonly components["schemas"]["Change"][] }) {
  const { t } = useTranslation("studio");
  return (
    <ul className={classes["changes"]}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.key}`}>
          <b>
            {t(`kind.${change.kind}`)} {change.key}
          </b>{" "}
          <span className={classes["dim"]}>{t(`history.${change.action}`)}</span>
          {change.fields?.map((field) => (
            <div key={field.path}>
              <code>{field.path}</code> {field.before === "" ? "–" : field.before} →{" "}
              {field.after === "" ? "–" : field.after}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** What is wrong with a draft, each with the way to where it can be mended. */
function Mistakes({ error, draft, onClose }: { error: unknown; draft: Draft; onClose: () => void }) {
  const { t } = useTranslation("studio");
  const readable = useReadable();
  const words = useFaultWords();
  const found = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const stale = error instanceof ApiError && error.code === "stale";
  return (
    <div role="alert" className={classes["mistakes"]}>
      <b>{stale ? t("review.stale") : found.length > 0 ? t("review.mistakes") : readable(error)}</b>
      <ul>
        {found.map((mistake) => {
          const edit = draft[Number(/edits\[(\d+)\]/.exec(mistake.location ?? "")?.[1])];
          const section = edit && sectionOf(edit.kind);
          return (
            <li key={`${mistake.location} ${mistake.message}`}>
              {edit && section && (
                <Link to={`/studio/${section.key}/${encodeURIComponent(edit.key)}`} onClick={onClose}>
                  {t(`kind.${edit.kind}`)} {edit.key}
                </Link>
              )}{" "}
              {words(mistake)}
            </li>
          );
        })}
      </ul>
      {stale && <StaleWayOut draft={draft} error={error} onClose={onClose} />}
    </div>
  );
}

/** The second writer takes the first one's object and makes the change again. */
function StaleWayOut({ draft, error, onClose }: { draft: Draft; error: ApiError; onClose: () => void }) {
  const { t } = useTranslation("studio");
  const { forget } = useStudioDraft();
  const queries = useQueryClient();
  const edit = draft[Number(/edits\[(\d+)\]/.exec(error.problem.errors?.[0]?.location ?? "")?.[1])];
  if (edit === undefined) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={async () => {
        await queries.invalidateQueries({ queryKey: ["studio-objects"] });
        forget(edit.kind, edit.key);
        if (draft.length === 1) onClose();
      }}
    >
      {t("review.takeTheirs", { key: edit.key })}
    </Button>
  );
}
