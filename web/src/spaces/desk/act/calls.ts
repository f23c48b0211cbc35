import { api, data } from "../../../api/client.ts";
import type { Presence } from "../../../live/topics.ts";
import type { Description } from "../model/drafts.ts";

// The calls of the desk. Each is one press of a person; `headers` carry its key.

type Headers = { "Idempotency-Key": string };

const at = (id: string) => ({ path: { id } });

/** What is left out stays as it was. */
type Said = Partial<Description>;

export const signInDesk = (counter: string | undefined, ready: boolean, headers: Headers) =>
  data(api.POST("/api/v1/desk/sign-in", { body: { ...(counter && { counter }), ready }, headers }));

export const signOutDesk = (force: boolean, headers: Headers) =>
  data(api.POST("/api/v1/desk/sign-out", { body: { force }, headers }));

export const setPresence = (presence: Exclude<Presence, "offline">, reason?: string) =>
  data(api.PUT("/api/v1/desk/presence", { body: { presence, ...(reason && { reason }) } }));

export const accept = (work: string, offer: number, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/accept", { params: at(work), body: { offer }, headers }));

export const decline = (work: string, offer: number, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/decline", { params: at(work), body: { offer }, headers }));

export const giveBack = (work: string, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/return", { params: at(work), headers }));

export const release = (work: string, said: Said, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/release", { params: at(work), body: said, headers }));

export const saveDescription = (work: string, said: Said) =>
  data(api.PUT("/api/v1/works/{id}/description", { params: at(work), body: said }));

/** The leg in wrap-up; without one it is the newest. */
const legBody = (leg: number | undefined) => ({ ...(leg !== undefined && { leg }) });

export const closeWrapUp = (work: string, leg: number | undefined, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/close-wrap-up", { params: at(work), body: legBody(leg), headers }));

export const extendWrapUp = (work: string, leg: number | undefined, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/extend-wrap-up", { params: at(work), body: legBody(leg), headers }));

export const resume = (work: string, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/resume", { params: at(work), headers }));

export const park = (work: string, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/park", { params: at(work), body: {}, headers }));

/** Takes up what was set aside, or sends it back to its place in the queue. */
export const unpark = (work: string, toQueue: boolean, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/unpark", { params: at(work), body: { to_queue: toQueue }, headers }));

export const pick = (work: string, headers: Headers) =>
  data(api.POST("/api/v1/works/{id}/pick", { params: at(work), headers }));

export interface TransferTarget {
  service?: string;
  queue?: string;
  agent?: string;
}

export const transfer = (work: string, to: TransferTarget, note: string, headers: Headers) =>
  data(
    api.POST("/api/v1/works/{id}/transfer", {
      params: at(work),
      body: { ...to, ...(note && { note }) },
      headers,
    }),
  );

export const recall = (contact: string, headers: Headers) =>
  data(api.POST("/api/v1/visits/{id}/recall", { params: at(contact), headers }));

export const begin = (contact: string, headers: Headers) =>
  data(api.POST("/api/v1/visits/{id}/begin", { params: at(contact), headers }));

export const noShow = (contact: string, headers: Headers) =>
  data(api.POST("/api/v1/visits/{id}/no-show", { params: at(contact), headers }));

export const nextService = (
  contact: string,
  service: string,
  toQueue: boolean,
  said: Said,
  headers: Headers,
) =>
  data(
    api.POST("/api/v1/visits/{id}/next-service", {
      params: at(contact),
      body: { service, to_queue: toQueue, ...said },
      headers,
    }),
  );

export interface Walker {
  service: string;
  language?: string;
  person?: string;
  customer?: string;
}

export const startDirect = (walker: Walker, headers: Headers) =>
  data(api.POST("/api/v1/visits/direct", { body: walker, headers }));

export const identifyVisitor = (contact: string, customer: string) =>
  data(api.PUT("/api/v1/visits/{id}/customer", { params: at(contact), body: { customer } }));
