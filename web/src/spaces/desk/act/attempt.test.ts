import { expect, it } from "vitest";
import { ApiError } from "../../../api/problem.ts";
import { attempt } from "./attempt.ts";

const none = { pauses_ms: [0, 0], wait: () => Promise.resolve() };

/** A server that gives these answers in turn and notes the keys. */
function server(...answers: unknown[]) {
  const keys: string[] = [];
  const call = (key: string) => {
    const answer = answers[keys.length];
    keys.push(key);
    return answer === undefined ? Promise.resolve() : Promise.reject(answer);
  };
  return { keys, call };
}

const lost = new TypeError("Failed to fetch");
const refusal = (code: string, status = 409) => new ApiError({ code, status });

it("repeats a lost call with the same key", async () => {
  const { keys, call } = server(lost, refusal("unavailable", 503), undefined);
  await attempt(call, "k", none);
  expect(keys).toEqual(["k", "k", "k"]);
});

it("takes 'already done' for done", async () => {
  const { keys, call } = server(lost, refusal("repeated"));
  await attempt(call, "k", none);
  expect(keys).toHaveLength(2);
});

it("does not repeat what was refused", async () => {
  const { keys, call } = server(refusal("conflict"));
  await expect(attempt(call, "k", none)).rejects.toMatchObject({ code: "conflict" });
  expect(keys).toHaveLength(1);
});

it("waits for the first try when a second one overtakes it", async () => {
  const { keys, call } = server(lost, refusal("conflict"), undefined);
  await attempt(call, "k", none);
  expect(keys).toHaveLength(3);
});

it("gives up in the end, with the last error", async () => {
  const { keys, call } = server(lost, lost, lost);
  await expect(attempt(call, "k", none)).rejects.toBe(lost);
  expect(keys).toHaveLength(3);
});
