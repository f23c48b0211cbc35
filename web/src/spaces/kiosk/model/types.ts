import type { components } from "../../../api/schema.gen.ts";

export type KioskConfig = Omit<components["schemas"]["Kiosk"], "languages"> & { languages: string[] };
export type KioskService = components["schemas"]["KioskService"];
export type Ticket = components["schemas"]["Ticket"];
export type TicketBlock = components["schemas"]["TicketBlock"];
export type LateAnswer = components["schemas"]["LateAnswer"];
export type LateTicket = components["schemas"]["LateTicket"];

/** What a visitor asks for. */
export interface Wish {
  service: string;
  prefix: string;
  language: string;
  /** Document number or phone, as typed. */
  person?: string;
  /** On the site's own printer. */
  print?: boolean;
}

/** A ticket in the visitor's hand. */
export interface Given {
  label: string;
  /** Of the visitor's page, /t/TOKEN. */
  token: string;
  service: string;
  language: string;
  /** Instant (µs). */
  at: number;
  /** 1 is next; undefined where it is not known (no connection). */
  place?: number;
  /** µs; undefined where there is no value. */
  expected?: number;
  /** The site's printer has it. */
  printing: boolean;
  /** The number came from the kiosk's own block. */
  offline: boolean;
  /** The visitor was found by what they typed. */
  known?: boolean;
}

/** Services that name no prefix are numbered with this one (as the server does). */
export const defaultPrefix = "A";

/** Leaves out what a ticket does not carry. */
export function bodyOf(wish: Wish) {
  return {
    service: wish.service,
    language: wish.language,
    ...(wish.person && { person: wish.person }),
    ...(wish.print && { print: true }),
  };
}
