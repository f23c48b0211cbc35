/** The body of every refusal (RFC 9457), with the house's closed error code. */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  /** More exactly than the code, where it is about no field. */
  reason?: string;
  errors?: FieldFault[] | null;
}

/** What is wrong with one field, in a word that never changes, with the bound it speaks of. */
export interface FieldFault {
  location?: string;
  reason?: string;
  limit?: number;
  message?: string;
  value?: unknown;
}

/** The codes that have words of their own in every language (error.code.*). */
export const errorCodes = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "stale",
  "repeated",
  "late",
  "queue_full",
  "closed",
  "too_large",
  "throttled",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The server said no. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? "the server refused");
    this.name = "ApiError";
    this.problem = problem;
  }

  get code(): ErrorCode {
    const code = this.problem.code as ErrorCode;
    if (errorCodes.includes(code)) return code;
    return (this.problem.status ?? 500) >= 500 ? "unavailable" : "invalid";
  }

  /** The fields at fault, without the words that say where in the request they were. */
  get fields(): string[] {
    return (this.problem.errors ?? []).flatMap(({ location }) =>
      location ? [location.replace(/^(body|path|query|header)\./, "")] : [],
    );
  }

  /** The first field at fault. */
  get field(): string | undefined {
    return this.fields[0];
  }
}

/** Whether trying again later may help: no answer, or an answer that says so. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.code === "unavailable" || error.code === "throttled";
}
