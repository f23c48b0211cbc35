import { api, data } from "../../../api/client.ts";
import type { ChatMessage } from "../../../live/topics.ts";
import type { Outgoing } from "./model/outbox.ts";

// The calls of conversations alone; what is done with any work is in act/calls.ts.

const at = (id: string) => ({ path: { id } });

/** Says something. The same message again is answered as the first time. */
export function say(contact: string, { client, text, note, file }: Outgoing): Promise<ChatMessage> {
  if (file !== undefined) return sendFile(contact, client, file, text);
  const body = { client, text, ...(note && { note }) };
  return data(api.POST("/api/v1/chats/{id}/messages", { params: at(contact), body }));
}

function sendFile(contact: string, client: string, file: File, text: string): Promise<ChatMessage> {
  return data(
    api.POST("/api/v1/chats/{id}/files", {
      params: { ...at(contact), query: { name: file.name, client, ...(text && { text }) } },
      headers: { "Content-Type": "application/octet-stream" },
      body: file as unknown as string,
      bodySerializer: (body: unknown) => body as BodyInit,
    }),
  );
}

export const fileUrl = (contact: string, file: string) => `/api/v1/chats/${contact}/files/${file}`;

export const typing = (contact: string) =>
  data(api.POST("/api/v1/chats/{id}/typing", { params: at(contact) }));

/** Up to which number messages are on the screen, and were seen. */
export const mark = (contact: string, marks: { delivered?: number; read?: number }) =>
  data(api.PUT("/api/v1/chats/{id}/marks", { params: at(contact), body: marks }));

export const identifyWriter = (contact: string, customer: string) =>
  data(api.PUT("/api/v1/chats/{id}/customer", { params: at(contact), body: { customer } }));

/** Messages before a number, the oldest first; 0: the newest. */
export async function olderMessages(contact: string, before: number, limit: number): Promise<ChatMessage[]> {
  const page = await data(
    api.GET("/api/v1/chats/{id}/messages", { params: { ...at(contact), query: { before, limit } } }),
  );
  return page.messages;
}
