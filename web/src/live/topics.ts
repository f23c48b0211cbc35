// The topics of the live feed and the shape of their rows (docs/LIVE.md).
// Instants and durations are microseconds; a zero instant is left out. Keys
// (queue, site, service, team, profile, reason, segment) are named through the
// organisation, see api/organisation.ts.

/** Rows by kind. The type is all there is to a topic besides its name. */
export interface Topic<Rows> {
  readonly name: string;
  readonly rows?: Rows;
}

export type Presence = "offline" | "ready" | "not_ready";
export type Activity = "idle" | "offered" | "engaged" | "wrap_up";

export interface Figure {
  value?: number | null;
  num?: number;
  den?: number;
  goal?: number;
}

export interface DayFigures {
  handled?: number;
  aht?: number | Figure;
  occupancy?: number | Figure;
  service_level?: number | Figure;
}

export interface DeskMe {
  agent: string;
  name: string;
  site: string;
  team?: string;
  profile: string;
  counter?: string;
  signed_in?: boolean;
  presence: Presence;
  reason?: string;
  pending?: Presence;
  pending_reason?: string;
  activity: Activity;
  since: number;
  works?: number;
  breather_until?: number;
  day?: DayFigures;
}

export interface DeskWork {
  work: string;
  /** The engine's number of the pass through the queue; of a wrap-up, the one that is wrapped up. */
  leg?: number;
  contact: string;
  channel: string;
  state: "offered" | "called" | "serving" | "held" | "parked" | "wrap_up";
  queue: string;
  site: string;
  service?: string;
  ticket?: string;
  customer?: string;
  customer_name?: string;
  segment?: string;
  language?: string;
  arrived: number;
  queued: number;
  answered?: number;
  called?: number;
  since: number;
  threshold: number;
  offer?: number;
  deadline?: number;
  wrap_until?: number;
  can_extend?: boolean;
  recalls?: number;
  recalls_min?: number;
  priority?: number;
  stage?: number;
  reason?: string;
  outcome?: string;
  auto_accept?: boolean;
  /** Written channels: messages of the customer that nobody has seen. */
  unread?: number;
  /** When the customer wrote the first message that nobody has answered. */
  unanswered?: number;
  /** When anything was written last. */
  last_message?: number;
}

export interface DeskQueue {
  queue: string;
  site: string;
  channel: string;
  open: boolean;
  /** Offered ones too: they are not answered yet. */
  waiting: number;
  /** When the one who waits longest entered the queue; the threshold counts from there. */
  oldest?: number;
  threshold: number;
  next?: { ticket?: string; work: string };
}

export interface DeskWaiting {
  work: string;
  queue: string;
  site?: string;
  ticket?: string;
  segment?: string;
  language?: string;
  queued: number;
  arrived: number;
  threshold: number;
  place: number;
  service?: string;
  channel?: string;
}

export interface DeskRows {
  me: DeskMe;
  work: DeskWork;
  queue: DeskQueue;
  waiting: DeskWaiting;
}

/** Agents are counted once each: ready, offered, engaged, wrap_up and not_ready are all who are signed in. */
export interface FloorTotal {
  /** Today's figures by the names of GET /api/v1/kpis. */
  kpi: Record<string, Figure>;
  asa?: number | Figure;
  aht?: number | Figure;
  occupancy?: number | Figure;
  offered: number;
  handled: number;
  abandoned: number;
  no_show: number;
  waiting: number;
  oldest?: number;
  ready: number;
  engaged: number;
  wrap_up: number;
  not_ready: number;
  offered_agents: number;
  signed_in: number;
}

export interface FloorQueue {
  queue: string;
  site: string;
  channel: string;
  open: boolean;
  /** Who opened or closed it against its calendar, since when, and until when that holds; absent: as its calendar wants. */
  by_hand?: { user?: string; name?: string; at: number; until?: number };
  waiting: number;
  oldest?: number;
  threshold: number;
  goal: number;
  kpi: Record<string, Figure>;
  offered: number;
  handled: number;
  abandoned: number;
  no_show: number;
  /** Agents who serve the queue. */
  ready: number;
  /** Busy ones: engaged, offered a work, or in wrap-up. */
  engaged: number;
  not_ready: number;
  /** Expected wait of one who came now, in steps of 5 s. */
  expected?: number;
}

export interface FloorAgent {
  agent: string;
  name: string;
  site: string;
  team?: string;
  profile: string;
  presence: Presence;
  reason?: string;
  pending?: Presence;
  activity: Activity;
  channel?: string;
  since: number;
  work?: string;
  ticket?: string;
  queue?: string;
  counter?: string;
  connected?: boolean;
  day?: DayFigures;
}

export interface FloorWaiting {
  work: string;
  contact: string;
  queue: string;
  site: string;
  service?: string;
  ticket?: string;
  customer_name?: string;
  segment?: string;
  language?: string;
  arrived: number;
  queued: number;
  threshold: number;
  /** With the queue's and what waiting has added. */
  priority: number;
  /** The work's own, −100 to 100: what a leader sets. */
  own_priority: number;
  stage: number;
  state: string;
  agent?: string;
  reserved_for?: string;
  parked?: boolean;
  place?: number;
  /** At most 8 verdicts of `fitting` agents; needs are alternatives, as lowered by the queue's steps. */
  why?: {
    word: string;
    fitting?: number;
    needs?: { skill: string; level: number }[][];
    verdicts?: { agent: string; word: string; since?: number }[];
  };
}

export interface FloorRows {
  total: FloorTotal;
  queue: FloorQueue;
  agent: FloorAgent;
  waiting: FloorWaiting;
}

/** The service level in quarter hours, oldest first: [begin (µs), share 0–1]. */
export interface WallLine {
  points: [number, number][];
}

export interface WallRows extends FloorRows {
  line: WallLine;
  queue_line: WallLine & { queue: string; site: string };
}

export interface DisplayRows {
  site: { site: string; name: Record<string, string>; open: boolean; languages: string[]; day?: string };
  call: {
    ticket: string;
    counter: string;
    at: number;
    recall?: number;
    language?: string;
    state: "called" | "serving" | "done";
  };
  next: { ticket: string; place: number; service: string };
  notice: { text: Record<string, string>; order: number };
}

export interface KioskRows {
  site: { open: boolean; opens_at?: number; languages: string[] };
  service: { waiting: number; expected?: number };
}

export interface TurnRows {
  turn: {
    ticket: string;
    site: string;
    service: string;
    state:
      | "waiting"
      | "called"
      | "serving"
      | "parked"
      | "done"
      | "left"
      | "no_show"
      | "closed_out"
      | "redirected"
      | "failed";
    place?: number;
    ahead?: number;
    expected?: number;
    queued?: number;
    called?: number;
    counter?: string;
    can_defer?: boolean;
    defer_max?: number;
    language?: string;
    reason_ended?: string;
  };
}

/** One thing said in a conversation; the row's id is its number. */
export interface ChatMessage {
  id: string;
  number: number;
  /** The id that the sender gave it. */
  client: string;
  author: "customer" | "agent" | "automatic";
  agent?: string;
  /** The agent's first name. */
  by?: string;
  /** Notes are for colleagues: they are in `conversation` only. */
  kind: "text" | "file" | "note";
  text?: string;
  file?: { id: string; name: string; type: string; size: number };
  sent: number;
}

export interface ChatRows {
  chat: {
    state: "waiting" | "active" | "parked" | "message" | "over";
    ended?: "done" | "left" | "closed_out" | "redirected" | "failed";
    language: string;
    agent?: string;
    place?: number;
    expected?: number;
    opened: number;
    closed?: number;
    closed_by?: "customer" | "agent" | "system";
    resume_until?: number;
    rating?: number;
    /** Up to which of one's own messages the other side has got, and seen. */
    delivered?: number;
    read?: number;
  };
  message: ChatMessage;
  typing: { at: number };
}

export interface ConversationRows {
  chat: {
    work: string;
    channel: string;
    inbox: string;
    state:
      | "waiting"
      | "active"
      | "parked"
      | "leaving"
      | "done"
      | "left"
      | "closed_out"
      | "redirected"
      | "failed";
    language: string;
    name?: string;
    email?: string;
    phone?: string;
    page?: string;
    customer?: string;
    agent?: string;
    /** Since when the customer's browser is gone. */
    away?: number;
    opened: number;
    answered?: number;
    closed?: number;
    closed_by?: string;
    rating?: number;
    comment?: string;
    delivered?: number;
    read?: number;
  };
  message: ChatMessage;
  typing: { at: number };
}

export const deskTopic: Topic<DeskRows> = { name: "desk" };
/** node: `org`, `region:KEY` or `site:KEY`. */
export const floorTopic = (node: string): Topic<FloorRows> => ({ name: `floor:${node}` });
export const wallTopic = (node: string): Topic<WallRows> => ({ name: `wall:${node}` });
export const displayTopic = (site: string): Topic<DisplayRows> => ({ name: `display:${site}` });
export const kioskTopic = (site: string): Topic<KioskRows> => ({ name: `kiosk:${site}` });
export const turnTopic = (token: string): Topic<TurnRows> => ({ name: `turn:${token}` });
/** A conversation as its customer sees it; the socket has the token too. */
export const chatTopic = (token: string): Topic<ChatRows> => ({ name: `chat:${token}` });
/** A conversation as colleagues see it, by its contact. */
export const conversationTopic = (contact: string): Topic<ConversationRows> => ({
  name: `conversation:${contact}`,
});
