import { afterEach, describe, expect, it, vi } from "vitest";
import { api, data, randomId, setCsrf } from "./client.ts";
import { ApiError, isPassing } from "./problem.ts";

function answer(status: number, body?: object, type = "application/json"): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    requests.push(request);
    return Promise.resolve(
      new Response(body === undefined ? null : JSON.stringify(body), {
        status,
        headers: { "content-type": type },
      }),
    );
  });
  return requests;
}

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf(undefined);
});

describe("the client", () => {
  it("sends the session's token and a key of its own with what changes something", async () => {
    setCsrf("secret");
    const requests = answer(200, { id: "1" });
    await data(api.POST("/api/v1/session", { body: { login: "a", password: "b" } }));
    await data(api.POST("/api/v1/session", { body: { login: "a", password: "b" } }));
    await data(api.GET("/api/v1/me"));
    const [first, second, reading] = requests;
    expect(first?.headers.get("X-CSRF-Token")).toBe("secret");
    expect(first?.headers.get("Idempotency-Key")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(second?.headers.get("Idempotency-Key")).not.toBe(first?.headers.get("Idempotency-Key"));
    expect(reading?.headers.get("X-CSRF-Token")).toBeNull();
    expect(reading?.headers.get("Idempotency-Key")).toBeNull();
  });

  it("turns a refusal into an error with code and field", async () => {
    answer(
      422,
      { code: "invalid", detail: "bad", errors: [{ location: "body.login", message: "too long" }] },
      "application/problem+json",
    );
    const error = await data(api.POST("/api/v1/session", { body: { login: "a", password: "b" } })).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).code).toBe("invalid");
    expect((error as ApiError).field).toBe("login");
    expect(isPassing(error)).toBe(false);
  });

  it("takes a broken answer for a server that cannot serve now", async () => {
    answer(502);
    const error = await data(api.GET("/api/v1/me")).catch((e) => e);
    expect((error as ApiError).code).toBe("unavailable");
    expect(isPassing(error)).toBe(true);
    expect(isPassing(new TypeError("network"))).toBe(true);
  });
});

it("makes ids that differ", () => {
  expect(new Set(Array.from({ length: 100 }, randomId)).size).toBe(100);
});
