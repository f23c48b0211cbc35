import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "../../../api/organisation.ts";
import { usePersonName } from "../../../api/people.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { type AuditRow, kindWord } from "./filters.ts";

const objectWords = [
  ...["organisation", "region", "site", "team", "counter", "device", "user", "role", "skill", "queue"],
  ...[
    "profile",
    "service",
    "calendar",
    "inbox",
    "answer",
    "alert",
    "reason",
    "disposition",
    "not_ready_reason",
  ],
  ...["segment", "program", "notice", "customer", "work", "token"],
];

// An instant in µs is larger than every other figure in the log (this one is in 2001).
const instants_from = 1_000_000_000_000_000;

export interface AuditWords {
  kind: (row: AuditRow) => string;
  who: (row: AuditRow) => string;
  object: (object: string | undefined) => string;
  value: (value: unknown) => string;
}

/** The words for what stands in the log as codes. What has no word any more stays the code. */
export function useAuditWords(): AuditWords {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const names = useNames();
  const personName = usePersonName();
  return useMemo(() => {
    const named = (kind: string, key: string): string => {
      if (kind === "user") return known(personName(key)) ?? key;
      if (kind === "organisation" || kind === "work" || kind === "token") return "";
      if (kind === "disposition") return names.outcome(key);
      if (kind === "not_ready_reason") return names.notReady(key);
      const word = kind in names ? names[kind as keyof typeof names] : undefined;
      return word === undefined ? key : word(key);
    };
    return {
      kind: (row) => t(`audit.kind.${kindWord(row.kind)}`),
      who: (row) => row.name ?? (row.party === "user" ? (row.who ?? "") : t(`audit.party.${row.party}`)),
      object: (object) => {
        const [kind = "", ...rest] = (object ?? "").split(":");
        if (!objectWords.includes(kind)) return "";
        return `${t(`kind.${kind}`)} ${named(kind, rest.join(":"))}`.trim();
      },
      value: (value) => {
        if (value === undefined) return "–";
        if (value === true) return t("yes");
        if (typeof value === "number")
          return value >= instants_from ? format.dateTime(value) : format.number(value, digitsOf(value));
        return known(personName(String(value))) ?? String(value);
      },
    };
  }, [t, format, names, personName]);
}

function known(name: string): string | undefined {
  return name === "–" ? undefined : name;
}

function digitsOf(value: number): number {
  return Number.isInteger(value) ? 0 : 2;
}
