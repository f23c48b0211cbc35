import createClient, { type Middleware } from "openapi-fetch";
import { ApiError, type Problem } from "./problem.ts";
import type { paths } from "./schema.gen.ts";

// What changing calls of this session must carry, so that another site cannot
// make them for us. The server gives it with the session.
let csrf = "";

export function setCsrf(token: string | undefined): void {
  csrf = token ?? "";
}

/** A random UUID (version 4). Browsers keep crypto.randomUUID for https. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const headers: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET" && csrf !== "") request.headers.set("X-CSRF-Token", csrf);
    // A repeated POST (a retry after a lost answer) is carried out once.
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", randomId());
    }
    return request;
  },
};

/** The REST API, typed from its own document. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  // Asked at every call, so that a test may put another in its place.
  fetch: (request) => globalThis.fetch(request),
});
api.use(headers);

/**
 * The data of an answer, or an ApiError:
 *
 *   const me = await data(api.GET("/api/v1/me"));
 */
export async function data<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<NonNullable<T>> {
  const { data: body, error, response } = await call;
  if (!response.ok) throw new ApiError(problemOf(error, response));
  return body as NonNullable<T>;
}

function problemOf(error: unknown, response: Response): Problem {
  const problem = typeof error === "object" && error !== null ? (error as Problem) : {};
  return { ...problem, status: problem.status ?? response.status };
}
