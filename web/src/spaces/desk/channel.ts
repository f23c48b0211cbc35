import type { ComponentType } from "react";
import type { DeskWork } from "../../live/topics.ts";

export interface WorkProps {
  work: DeskWork;
  me: string;
  /** It was set aside: something else may be open now. */
  onAside: () => void;
}

export interface RowProps {
  work: DeskWork;
  /** It is the one in the middle. */
  open: boolean;
}

export interface WhoProps {
  work: DeskWork;
  identify: Identify;
}

export interface AlwaysProps {
  works: readonly DeskWork[];
  /** The work in the middle. */
  open: DeskWork | undefined;
  me: string;
  /** Opens a contact of the past above the desk. */
  showContact: (contact: string, channel: string) => void;
}

/** Tells the server who the customer of a contact is. */
export type Identify = (contact: string, customer: string) => Promise<unknown>;

/**
 * What the desk shows of a channel: a new one is a folder with its view and a line
 * in channels.ts. Beside this the desk only tells visits, whose customers stand
 * there, from all others.
 */
export interface ChannelView {
  /** The open work, in the middle. The desk keys it by contact and work. */
  Work: ComponentType<WorkProps>;
  identify: Identify;
  /** Time and second line of a work in "My work"; without it since when, service and state. */
  Row?: ComponentType<RowProps>;
  /** Beside the work while nobody knows who the customer is; without it a search. */
  Who?: ComponentType<WhoProps>;
  /** What is left of it when it is over, in the dialog of a past contact. */
  Past?: ComponentType<{ contact: string }>;
  /** Lives as long as the desk and mostly shows nothing: what rings, what is still to be sent, what can be searched. */
  Always?: ComponentType<AlwaysProps>;
}
