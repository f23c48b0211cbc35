import { api, data } from "../../../api/client.ts";
import type { KioskConfig, LateAnswer, LateTicket, Ticket, TicketBlock, Wish } from "./types.ts";
import { bodyOf } from "./types.ts";

/** What a kiosk asks the server for. Every call answers or fails within its time. */
export interface Server {
  kiosk(): Promise<KioskConfig>;
  isKnown(person: string): Promise<boolean>;
  take(wish: Wish, key: string): Promise<Ticket>;
  reserve(prefix: string, count: number): Promise<TicketBlock>;
  late(tickets: readonly LateTicket[]): Promise<readonly LateAnswer[]>;
  leave(turn: string): Promise<void>;
}

const short_ms = 3_000;
const long_ms = 20_000;

export function serverOf(token: string): Server {
  const params = { path: { token } };
  const within = (ms: number) => ({ params, signal: AbortSignal.timeout(ms) });
  return {
    kiosk: async () => {
      const kiosk = await data(api.GET("/api/v1/kiosks/{token}", within(short_ms)));
      return { ...kiosk, languages: kiosk.languages ?? [] };
    },
    isKnown: async (person) => {
      const body = { person };
      const found = await data(api.POST("/api/v1/kiosks/{token}/look-up", { ...within(short_ms), body }));
      return found.known;
    },
    take: (wish, key) =>
      data(
        api.POST("/api/v1/kiosks/{token}/tickets", {
          ...within(short_ms),
          body: bodyOf(wish),
          headers: { "Idempotency-Key": key },
        }),
      ),
    reserve: (prefix, count) =>
      data(api.POST("/api/v1/kiosks/{token}/blocks", { ...within(short_ms), body: { prefix, count } })),
    late: async (tickets) => {
      const body = { tickets: [...tickets] };
      const answer = await data(api.POST("/api/v1/kiosks/{token}/late", { ...within(long_ms), body }));
      return answer.answers;
    },
    leave: async (turn) => {
      await data(
        api.POST("/api/v1/turns/{token}/leave", {
          params: { path: { token: turn } },
          signal: AbortSignal.timeout(short_ms),
        }),
      );
    },
  };
}
