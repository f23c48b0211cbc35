import { describe, expect, it } from "vitest";
import { faultsOf, leavingQuestions, openingOf, questionsOf } from "./form.ts";
import { wordsOf, wordsOfField } from "./refusal.ts";
import { Away, answerOf, Refused } from "./wire.ts";
import { translator } from "./words.ts";

const t = translator("en");

describe("the form", () => {
  it("asks what the inbox says, in its order", () => {
    expect(questionsOf({})).toEqual([]);
    expect(questionsOf({ question: "optional", name: "required" })).toEqual([
      { field: "name", required: true },
      { field: "text", required: false },
    ]);
    expect(leavingQuestions({}).map(({ field }) => field)).toEqual(["email", "phone", "text"]);
  });

  it("finds what is wrong before anything is sent", () => {
    const form = questionsOf({
      name: "required",
      email: "optional",
      phone: "optional",
      question: "optional",
    });
    const faults = (answers: object) => faultsOf(form, answers, false, 10);
    expect(faults({ name: "Rosa" })).toEqual({});
    expect(faults({ name: "  " })).toEqual({ name: "needed" });
    expect(faults({ name: "R", email: "rosa@home", phone: "12" })).toEqual({
      email: "wrongEmail",
      phone: "wrongPhone",
    });
    expect(faults({ name: "R", email: "r@example.com", phone: "+502 (2222) 33-44" })).toEqual({});
    expect(faults({ name: "R", text: "12345678901" })).toEqual({ text: "tooLong" });
  });

  it("wants a way to answer what is left", () => {
    const form = leavingQuestions({ name: "optional" });
    expect(faultsOf(form, { text: "hello" }, true, 10)).toEqual({ email: "neededWay" });
    expect(faultsOf(form, { phone: "22223344" }, true, 10)).toEqual({ text: "needed" });
  });
});

it("begins with what the page knows, and what the customer says comes first", () => {
  const tag = { server: "https://a.example", inbox: "help", name: "Rosa", email: "rosa@example.com" };
  expect(
    openingOf("chat_x", "es", tag, { name: " ", email: "r@example.org", text: " hello " }),
  ).toMatchObject({
    token: "chat_x",
    language: "es",
    name: "Rosa",
    email: "r@example.org",
    text: "hello",
  });
  expect(openingOf("chat_x", "es", { ...tag, email: "" }, {})).not.toHaveProperty("email");
});

describe("a refusal", () => {
  const refused = (status: number, problem: object, retryAfter: string | null = null): Refused => {
    try {
      answerOf(status, JSON.stringify(problem), retryAfter);
    } catch (error) {
      if (error instanceof Refused) return error;
    }
    throw new Error("not refused");
  };

  it("is said at its field", () => {
    const error = refused(422, {
      code: "invalid",
      errors: [{ location: "body.email", reason: "wrong_format" }],
    });
    expect(wordsOfField(error, t)).toEqual({ field: "email", words: t("fault.wrongEmail") });
    expect(wordsOfField(refused(409, { code: "closed" }), t)).toBeUndefined();
  });

  it.each([
    [409, "closed", "refused.closed"],
    [409, "queue_full", "refused.queueFull"],
    [409, "conflict", "refused.overAct"],
    [404, "not_found", "refused.gone"],
    [403, "forbidden", "refused.forbidden"],
    [503, "unavailable", "refused.away"],
    [500, "internal", "refused.internal"],
    [422, "invalid", "refused.invalid"],
  ] as const)("%d %s has words of its own", (status, code, key) => {
    expect(wordsOf(refused(status, { code }), t)).toBe(t(key));
  });

  it("says when to try again", () => {
    expect(wordsOf(refused(429, { code: "throttled" }, "6"), t)).toContain("in 6 seconds");
  });

  it("is no answer at all where a proxy speaks", () => {
    expect(() => answerOf(502, "<html>bad gateway</html>", null)).toThrow(Away);
    expect(answerOf(204, "", null)).toBeUndefined();
  });
});
