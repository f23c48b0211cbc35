// What a refusal means to the customer, in their words.

import type { Answers } from "./keep.ts";
import { Away, Refused } from "./wire.ts";
import type { Translate } from "./words.ts";

export type Field = keyof Answers;

export function wordsOf(error: unknown, t: Translate): string {
  if (!(error instanceof Refused)) return error instanceof Away ? t("refused.away") : t("refused.internal");
  switch (error.code) {
    case "closed":
      return t("refused.closed");
    case "queue_full":
      return t("refused.queueFull");
    case "throttled":
      return t("refused.throttled", { count: Math.max(1, error.wait_s) });
    case "not_found":
      return t("refused.gone");
    case "forbidden":
      return t("refused.forbidden");
    case "conflict":
      return t("refused.overAct");
    case "unavailable":
      return t("refused.away");
    case "internal":
      return t("refused.internal");
    case "too_large":
      return t("refused.tooLong", { limit: error.limit ?? 0 });
    default:
      return t("refused.invalid");
  }
}

/** Of a message that could not be sent. */
export function wordsOfSending(error: unknown, t: Translate): string {
  if (error instanceof Refused && error.code === "conflict") return t("refused.over");
  if (error instanceof Refused && error.code === "throttled") return t("refused.waits");
  if (error instanceof Refused && error.reason === "not_text") return t("fault.notText");
  return wordsOf(error, t);
}

/** Of a field of the form; undefined where the refusal is of none. */
export function wordsOfField(error: Refused, t: Translate): { field: Field; words: string } | undefined {
  const field = fields.find((each) => each === error.field);
  if (field === undefined) return undefined;
  switch (error.reason) {
    case "required":
      return { field, words: field === "email" ? t("fault.neededWay") : t("fault.needed") };
    case "too_long":
      return { field, words: t("fault.tooLong", { limit: error.limit ?? 0 }) };
    case "not_text":
      return { field, words: t("fault.notText") };
    case "wrong_format":
      if (field === "email") return { field, words: t("fault.wrongEmail") };
      if (field === "phone") return { field, words: t("fault.wrongPhone") };
  }
  return { field, words: t("fault.wrongField") };
}

const fields: readonly Field[] = ["name", "email", "phone", "text"];
