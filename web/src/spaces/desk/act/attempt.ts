import { ApiError, isPassing } from "../../../api/problem.ts";

// One intention of a person, carried out once: all tries share a key, by which
// the server knows a repetition.

export interface AttemptOptions {
  /** Waits before the second, third … try (ms). */
  pauses_ms?: readonly number[];
  wait?: (ms: number) => Promise<void>;
}

const pauses_ms = [400, 1_000, 2_500, 5_000];

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Calls until there is a final answer. No answer, or one that says "later", is
 * tried again with the same key; "already done" is what was wanted; and a try
 * after a lost answer may find the first still being carried out.
 */
export async function attempt(
  call: (key: string) => Promise<unknown>,
  key: string,
  options: AttemptOptions = {},
): Promise<void> {
  const { wait = sleep } = options;
  const pauses = options.pauses_ms ?? pauses_ms;
  for (let tries = 0; ; tries++) {
    try {
      await call(key);
      return;
    } catch (error) {
      if (error instanceof ApiError && error.code === "repeated") return;
      const stillRunning = tries > 0 && error instanceof ApiError && error.code === "conflict";
      const pause = pauses[tries];
      if (pause === undefined || !(isPassing(error) || stillRunning)) throw error;
      await wait(pause);
    }
  }
}
