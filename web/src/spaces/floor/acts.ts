import { api, data } from "../../api/client.ts";

// What a leader does with somebody's work; each throws an ApiError where it is refused.

const path = (id: string) => ({ params: { path: { id } } });

export function assignWork(work: string, agent: string): Promise<unknown> {
  return data(api.POST("/api/v1/works/{id}/assign", { ...path(work), body: { agent } }));
}

export function reprioritiseWork(work: string, priority: number): Promise<unknown> {
  return data(api.POST("/api/v1/works/{id}/reprioritise", { ...path(work), body: { priority } }));
}

/** To a service of the same site, a queue or an agent: one of them. */
export interface TransferTo {
  service?: string;
  queue?: string;
  agent?: string;
  note?: string;
}

export function transferWork(work: string, to: TransferTo): Promise<unknown> {
  return data(api.POST("/api/v1/works/{id}/transfer", { ...path(work), body: to }));
}

export function cancelWork(work: string, detail: string): Promise<unknown> {
  return data(api.POST("/api/v1/works/{id}/cancel", { ...path(work), body: detail ? { detail } : {} }));
}

/** Brings a work that was set aside back to its place in the line. */
export function unparkWork(work: string): Promise<unknown> {
  return data(api.POST("/api/v1/works/{id}/unpark", { ...path(work), body: { to_queue: true } }));
}

// And with agents.

export function setPresence(
  agent: string,
  presence: "ready" | "not_ready",
  reason?: string,
): Promise<unknown> {
  const body = { presence, ...(reason ? { reason } : {}) };
  return data(api.POST("/api/v1/agents/{id}/presence", { ...path(agent), body }));
}

export interface MoveTo {
  profile?: string;
  site?: string;
  team?: string;
  /** Where to sit; at another site nowhere unless it is said, at the same as before. */
  counter?: string;
}

export function moveAgent(agent: string, to: MoveTo): Promise<unknown> {
  return data(api.POST("/api/v1/agents/{id}/move", { ...path(agent), body: to }));
}

export function signOutAgent(agent: string, force: boolean): Promise<unknown> {
  return data(api.POST("/api/v1/agents/{id}/sign-out", { ...path(agent), body: { force } }));
}

// And with queues; the key is `billing@mixco` where each site has its own line.

export function openQueue(queue: string): Promise<unknown> {
  return data(api.POST("/api/v1/queues/{key}/open", { params: { path: { key: queue } } }));
}

export function closeQueue(queue: string): Promise<unknown> {
  return data(api.POST("/api/v1/queues/{key}/close", { params: { path: { key: queue } } }));
}
