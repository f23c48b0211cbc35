import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import type { Value } from "../model/draft.ts";
import { microseconds } from "../model/duration.ts";
import { at, list } from "../model/path.ts";
import { useCheck, type Warning } from "../model/useCheck.ts";
import { useOptions } from "../model/useObjects.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import classes from "./Page.module.css";

/** What a queue's settings do, in sentences a team leader understands, and what contradicts itself. */
export function QueueSummary({ queue, value }: { queue: string; value: Value }) {
  const sentences = useSentences(value);
  return (
    <>
      <div className={classes["summary"]}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Warnings queue={queue} />
    </>
  );
}

function useSentences(value: Value): string[] {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const profiles = useOptions("profile");
  const queues = useOptions("queue");
  const skills = useOptions("skill");
  const word = (options: { value: string; label: string }[], key: unknown) =>
    options.find((option) => option.value === String(key).split("@")[0])?.label ?? String(key);
  const time = (text: unknown) => format.duration(microseconds(text));
  const sentences = [
    t("summary.target", { share: format.percent(Number(value["goal"])), time: time(value["threshold"]) }),
  ];
  const timeout = value["offer_timeout"];
  sentences.push(
    value["auto_accept"] === true
      ? t("summary.auto")
      : microseconds(timeout)
        ? t("summary.offer", { time: time(timeout) })
        : t("summary.offerForever"),
  );
  if (at(value, "wrap_up.mode") === "timed")
    sentences.push(t("summary.wrapUp", { time: time(at(value, "wrap_up.length")) }));
  for (const step of list<Value>(value["steps"])) {
    const does: string[] = [];
    if (Number(step["priority"]) > 0) does.push(t("summary.priority", { points: Number(step["priority"]) }));
    for (const [skill, level] of Object.entries((step["lower"] as Record<string, number> | null) ?? {})) {
      does.push(t("summary.lower", { skill: word(skills, skill), level }));
    }
    if (step["add_profile"])
      does.push(t("summary.addProfile", { profile: word(profiles, step["add_profile"]) }));
    if (does.length > 0) {
      const what = new Intl.ListFormat(format.language).format(does);
      sentences.push(t("summary.step", { time: time(step["after"]), what }));
    }
  }
  for (const rule of list<Value>(value["overflow"])) {
    const where =
      rule["to"] === "queue" ? word(queues, rule["target"]) : t(`choice.${String(rule["to"] ?? "keep")}`);
    const when = String(rule["when"] ?? "waited");
    sentences.push(
      t(`summary.when_${when}`, { time: time(rule["after"]), count: Number(rule["count"] ?? 0), where }),
    );
  }
  return sentences;
}

/** Contradictions: of the draft when it touches the queue, else of what is published. */
function Warnings({ queue }: { queue: string }) {
  const { draft } = useStudioDraft();
  const drafted = draft.some((edit) => edit.kind === "queue" && edit.key === queue);
  const check = useCheck();
  const published = useQuery({
    queryKey: ["studio-warnings"],
    queryFn: () => data(api.GET("/api/v1/studio/warnings", { params: { query: { limit: 200 } } })),
  });
  const all = drafted ? check.data?.warnings : published.data?.items.flatMap((item) => item.warnings);
  const warnings = (all ?? []).filter((warning) => warning.queue === queue);
  if (warnings.length === 0) return null;
  return <WarningList warnings={warnings} />;
}

export function WarningList({ warnings }: { warnings: readonly Warning[] }) {
  const words = useWarningWords();
  return (
    <ul className={classes["warnings"]}>
      {warnings.map((warning) => (
        <li key={JSON.stringify(warning)}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>{words(warning)}</span>
        </li>
      ))}
    </ul>
  );
}

function useWarningWords(): (warning: Warning) => string {
  const { t } = useTranslation("studio");
  const profiles = useOptions("profile");
  const queues = useOptions("queue");
  const skills = useOptions("skill");
  const sites = useOptions("site");
  const word = (options: { value: string; label: string }[], key: string | undefined) =>
    options.find((option) => option.value === key)?.label ?? key ?? "";
  return (warning) =>
    t(`warning.${warning.kind}`, {
      step: warning.step,
      rule: warning.rule,
      by: warning.by,
      skill: word(skills, warning.skill),
      profile: word(profiles, warning.profile),
      target: word(queues, warning.target),
      site: word(sites, warning.site),
    });
}
