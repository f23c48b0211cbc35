import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import type { components } from "../../../api/schema.gen.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Empty } from "../../../kit/Empty.tsx";
import { ErrorState } from "../../../kit/ErrorState.tsx";
import { RowSkeleton } from "../../../kit/Skeletons.tsx";
import type { StudioObject, Value } from "../model/draft.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import classes from "./Page.module.css";

type PastChange = components["schemas"]["PastChange"];

const page = 20;

/** Who changed an object, when, from what to what, and the way back to how it was. */
export function History({ object }: { object: StudioObject }) {
  const { t } = useTranslation("studio");
  const { kind, key } = object;
  const query = useInfiniteQuery({
    queryKey: ["studio-history", kind, key, object.tag],
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/v1/studio/history", {
          params: { query: { kind, key, limit: page, ...(pageParam !== "" && { after: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
  if (query.error !== null) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <RowSkeleton rows={4} />;
  const changes = query.data.pages.flatMap((part) => part.items);
  if (changes.length === 0) return <Empty title={t("history.none")} />;
  return (
    <>
      <ol className={classes["history"]}>
        {changes.map((change) => (
          <Change key={change.id} change={change} object={object} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("history.more")}
        </Button>
      )}
    </>
  );
}

function Change({ change, object }: { change: PastChange; object: StudioObject }) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const { edit } = useStudioDraft();
  const was = formerValue(change);
  return (
    <li>
      <header>
        <b>{change.actor_name === "" ? t("history.operator") : change.actor_name}</b>
        <time className={classes["dim"]}>{format.dateTime(change.at)}</time>
      </header>
      {change.action === "changed" ? (
        <ul>
          {change.fields.map((field) => (
            <li key={field.path}>
              <code>{field.path}</code> {field.before === "" ? "–" : field.before} →{" "}
              {field.after === "" ? "–" : field.after}
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes["dim"]}>{t(`history.${change.action}`)}</p>
      )}
      {was !== undefined && object.editable && (
        <Button size="compact-sm" variant="subtle" onClick={() => edit(object, was)}>
          {t("history.back")}
        </Button>
      )}
    </li>
  );
}

function formerValue(change: PastChange): Value | undefined {
  if (change.before === "") return undefined;
  return JSON.parse(change.before) as Value; // written by the server
}
