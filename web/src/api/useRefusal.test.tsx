import { renderHook } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";
import { i18n, startI18n } from "../i18n/i18n.ts";
import { ApiError } from "./problem.ts";
import { useRefusal } from "./useRefusal.ts";

function refused(code: string, ...fields: string[]) {
  return new ApiError({
    code,
    status: 422,
    detail: "the server's words",
    errors: fields.map((field) => ({ location: `body.${field}`, message: "the server's words" })),
  });
}

beforeAll(async () => {
  await startI18n();
  await i18n.changeLanguage("it");
});

function refusal(...asked: Parameters<ReturnType<typeof useRefusal>>) {
  return renderHook(() => useRefusal()).result.current(...asked);
}

it("says at each field what is wrong, in the reader's language", () => {
  const { fields, form } = refusal(refused("invalid", "team", "profile"), ["profile", "team"]);
  expect(Object.keys(fields).sort()).toEqual(["profile", "team"]);
  expect(fields["team"]).toMatch(/Non va bene/);
  expect(form).toBeUndefined();
});

it("takes better words where the form has some", () => {
  const own = { "counter.conflict": "occupato" };
  expect(refusal(refused("conflict", "counter"), ["counter"], own)).toEqual({
    fields: { counter: "occupato" },
  });
  expect(refusal(refused("forbidden", "counter"), ["counter"], own).fields["counter"]).not.toBe("occupato");
});

it("tells of the whole form what is of no field of it", () => {
  const other = refusal(refused("conflict", "work"), ["counter"]);
  expect(other.fields).toEqual({});
  expect(other.form).toMatch(/cambiato|modific/i);
  const broken = refusal(new TypeError("Failed to fetch"), ["counter"]);
  expect(broken.form).toMatch(/server/);
});
