// The questions before the first word, and those beside a message that is left.

import type { Answers } from "./keep.ts";
import type { Field } from "./refusal.ts";
import type { Tag } from "./tag.ts";
import type { Inbox, Opening } from "./wire.ts";

/** What is wrong with an answer: fault.* of the words. */
export type Fault = "needed" | "neededWay" | "wrongEmail" | "wrongPhone" | "tooLong";

export interface Question {
  field: Field;
  required: boolean;
}

/** What is asked before a chat; none: the first message begins it. */
export function questionsOf(form: Inbox["form"]): Question[] {
  const asked: [Field, string | undefined][] = [
    ["name", form.name],
    ["email", form.email],
    ["phone", form.phone],
    ["text", form.question],
  ];
  return asked.flatMap(([field, ask]) =>
    ask === undefined || ask === "" ? [] : [{ field, required: ask === "required" }],
  );
}

/** What a message that is left needs: words, and a way to answer. */
export function leavingQuestions(form: Inbox["form"]): Question[] {
  const required = form.name === "required";
  return [
    ...(form.name === undefined || form.name === "" ? [] : [{ field: "name" as const, required }]),
    { field: "email", required: false },
    { field: "phone", required: false },
    { field: "text", required: true },
  ];
}

/** In words at the field, before anything is sent; the server looks again. */
export function faultsOf(
  questions: readonly Question[],
  answers: Answers,
  leaving: boolean,
  textMax: number,
): Partial<Record<Field, Fault>> {
  const faults: Partial<Record<Field, Fault>> = {};
  for (const { field, required } of questions) {
    const answer = answers[field]?.trim() ?? "";
    if (answer === "") {
      if (required) faults[field] = "needed";
    } else if (field === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(answer))
      faults.email = "wrongEmail";
    else if (field === "phone" && !isPhone(answer)) faults.phone = "wrongPhone";
    else if (field === "text" && [...answer].length > textMax) faults.text = "tooLong";
  }
  const ways = [answers.email, answers.phone].some((way) => (way?.trim() ?? "") !== "");
  if (leaving && !ways) faults.email = "neededWay";
  return faults;
}

function isPhone(text: string): boolean {
  return /^\+?[\d\s()./-]+$/.test(text) && text.replace(/\D/g, "").length >= 5;
}

/** What begins a conversation: who the page says it is, unless the customer says otherwise. */
export function openingOf(token: string, language: string, tag: Tag, answers: Answers): Opening {
  const known = { name: tag.name, email: tag.email, phone: tag.phone };
  const given = {
    ...known,
    ...Object.fromEntries(Object.entries(answers).filter(([, text]) => filled(text))),
  };
  const opening: Opening = { token, language, page: location.origin + location.pathname };
  for (const field of ["name", "email", "phone", "text"] as const) {
    const text = (given as Answers)[field];
    if (filled(text)) opening[field] = text.trim();
  }
  return opening;
}

const filled = (text: string | undefined): text is string => (text?.trim() ?? "") !== "";
