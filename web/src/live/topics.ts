// The topics of the live feed and the shape of their rows (docs/LIVE.md). The
// rows are generated from the server's own structs, with the API's document.
// Instants and durations are microseconds; a zero instant is left out. Keys
// (queue, site, service, team, profile, reason, segment) are named through the
// organisation, see api/organisation.ts.

import type { components } from "../api/schema.gen.ts";

type Schemas = components["schemas"];

/** Rows by kind. The type is all there is to a topic besides its name. */
export interface Topic<Rows> {
  readonly name: string;
  readonly rows?: Rows;
}

export type DeskRows = Schemas["LiveDeskRows"];
export type DeskMe = DeskRows["me"];
export type DeskWork = DeskRows["work"];
export type DeskQueue = DeskRows["queue"];
export type DeskWaiting = DeskRows["waiting"];

export type Presence = DeskMe["presence"];
export type Activity = DeskMe["activity"];
export type DayFigures = NonNullable<DeskMe["day"]>;
export type Figure = DayFigures["aht"];

export type FloorRows = Schemas["LiveFloorRows"];
export type FloorTotal = FloorRows["total"];
export type FloorQueue = FloorRows["queue"];
export type FloorAgent = FloorRows["agent"];
export type FloorWaiting = FloorRows["waiting"];
export type FloorDevice = FloorRows["device"];

export type AlertRows = Schemas["LiveAlertsRows"];
/** An alert that rings, or has rung lately. */
export type AlertRow = AlertRows["alert"];

export type WallRows = Schemas["LiveWallRows"];
export type WallLine = WallRows["line"];

export type DisplayRows = Schemas["LiveDisplayRows"];
export type KioskRows = Schemas["LiveKioskRows"];
export type TurnRows = Schemas["LiveTurnRows"];

export type ChatRows = Schemas["LiveChatRows"];
/** One thing said in a conversation; the row's id is its number. */
export type ChatMessage = ChatRows["message"];
export type ConversationRows = Schemas["LiveConversationRows"];

export const deskTopic: Topic<DeskRows> = { name: "desk" };
/** node: `org`, `region:KEY` or `site:KEY`. */
export const floorTopic = (node: string): Topic<FloorRows> => ({ name: `floor:${node}` });
/** The alerts of which one is told oneself. */
export const ownAlertsTopic: Topic<AlertRows> = { name: "alerts" };
export const placeAlertsTopic = (node: string): Topic<AlertRows> => ({ name: `alerts:${node}` });
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
