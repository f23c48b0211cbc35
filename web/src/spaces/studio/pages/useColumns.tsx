import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import type { Column } from "../../../kit/DataTable.tsx";
import { DeviceStateOf } from "../devices/DeviceState.tsx";
import type { Drafted, Mark } from "../model/draft.ts";
import { microseconds } from "../model/duration.ts";
import { list } from "../model/path.ts";
import { useNodeOptions } from "../model/useNodeOptions.ts";
import { useOptions, useTitle } from "../model/useObjects.ts";
import { useRoleWord } from "../model/useRoles.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import classes from "./Page.module.css";

type Cell = (row: Drafted) => React.ReactNode;

/** The columns of a kind's list: its name, what tells one from another, and its mark. */
export function useColumns(kind: string): Column<Drafted>[] {
  const { t } = useTranslation("studio");
  const title = useTitle();
  const details = useDetails(kind);
  const { draft } = useStudioDraft();
  const drafted = draft.some((edit) => edit.kind === kind);
  return useMemo(
    () => [
      {
        key: "name",
        header: t("field.name"),
        width: "minmax(180px, 1.4fr)",
        cell: (row: Drafted) => (
          <span className={classes["name"]} data-mark={row.mark}>
            {title(row.value, row.object.key)}
          </span>
        ),
      },
      ...details,
      ...(drafted
        ? [
            {
              key: "mark",
              header: t("list.draft"),
              width: "96px",
              cell: (row: Drafted) => <MarkBadge mark={row.mark} />,
            },
          ]
        : []),
    ],
    [t, title, details, drafted],
  );
}

export function MarkBadge({ mark }: { mark: Mark }) {
  const { t } = useTranslation("studio");
  if (mark === undefined) return null;
  return (
    <span className={classes["mark"]} data-mark={mark}>
      {t(`mark.${mark}`)}
    </span>
  );
}

/** The words for keys of another kind. */
function useWord(kind: string): (key: unknown) => string {
  const options = useOptions(kind);
  return useMemo(() => {
    const words = new Map(options.map((option) => [option.value, option.label]));
    return (key) => (typeof key === "string" && key !== "" ? (words.get(key) ?? key) : "");
  }, [options]);
}

/** The words for a place of the tree. */
function usePlaceWord(): (node: unknown) => string {
  const options = useNodeOptions();
  return useMemo(() => {
    const words = new Map(options.flatMap(({ items }) => items.map(({ value, label }) => [value, label])));
    return (node) => words.get(String(node)) ?? String(node ?? "");
  }, [options]);
}

function useDetails(kind: string): Column<Drafted>[] {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const site = useWord("site");
  const region = useWord("region");
  const team = useWord("team");
  const profile = useWord("profile");
  const queue = useWord("queue");
  const role = useRoleWord();
  const place = usePlaceWord();
  return useMemo(() => {
    const column = (
      key: string,
      header: string,
      cell: Cell,
      width = "minmax(110px, 1fr)",
    ): Column<Drafted> => ({
      key,
      header,
      width,
      cell,
    });
    const of = (path: string, word: (key: unknown) => string): Column<Drafted> =>
      column(path, t(`field.${path}`), (row) => word(row.value[path]));
    const choice = (path: string, label = path): Column<Drafted> =>
      column(path, t(`field.${label}`), (row) => {
        const value = row.value[path];
        return typeof value === "string" && value !== "" ? t(`choice.${value}`) : "";
      });
    switch (kind) {
      case "site":
        return [
          of("region", region),
          column("branch", t("field.branch"), (row) => (row.value["branch"] ? t("yes") : "")),
        ];
      case "team":
      case "counter":
        return [of("site", site)];
      case "device":
        return [
          choice("kind", "device_kind"),
          of("site", site),
          column(
            "state",
            t("field.state"),
            (row) => <DeviceStateOf device={row.object.key} />,
            "minmax(124px, 1fr)",
          ),
        ];
      case "user":
        return [
          of("team", team),
          of("profile", profile),
          column("roles", t("field.roles"), (row) =>
            [...new Set(list<{ role: string }>(row.value["roles"]).map((grant) => role(grant.role)))].join(
              ", ",
            ),
          ),
          column("inactive", t("field.state"), (row) => (row.value["inactive"] ? t("list.inactive") : "")),
        ];
      case "queue":
        return [
          choice("channel"),
          column("target", t("field.target"), (row) => {
            const threshold = microseconds(row.value["threshold"]);
            const goal = row.value["goal"];
            if (threshold === undefined) return "";
            return t("list.target", {
              share: format.percent(typeof goal === "number" ? goal : undefined),
              time: format.duration(threshold),
            });
          }),
          column("where", t("field.site"), (row) =>
            row.value["per_site"] ? t("list.everyBranch") : site(row.value["site"]),
          ),
        ];
      case "profile":
        return [
          column(
            "queues",
            t("field.queues"),
            (row) =>
              list<{ queue?: string }>(row.value["queues"])
                .map((served) => queue(served.queue?.split("@")[0]))
                .join(", "),
            "minmax(200px, 3fr)",
          ),
        ];
      case "service":
        return [
          column("prefix", t("field.prefix"), (row) => String(row.value["prefix"] ?? ""), "88px"),
          of("queue", queue),
        ];
      case "inbox":
        return [of("queue", queue)];
      case "alert":
        return [
          column(
            "kind",
            t("field.alert_kind"),
            (row) => t(`choice.${row.value["kind"]}`),
            "minmax(160px, 1.3fr)",
          ),
          column("at", t("field.at"), (row) => place(row.value["at"])),
          column("told", t("group.told"), (row) => list<string>(row.value["roles"]).map(role).join(", ")),
        ];
      case "disposition":
        return [choice("outcome")];
      case "not_ready_reason":
        return [choice("class")];
      case "segment":
        return [
          column(
            "priority",
            t("field.segment_priority"),
            (row) => format.number(Number(row.value["priority"] ?? 0)),
            "120px",
          ),
        ];
      default:
        return [
          column("key", t("list.key"), (row) => <span className={classes["dim"]}>{row.object.key}</span>),
        ];
    }
  }, [kind, t, format, site, region, team, profile, queue, role, place]);
}
