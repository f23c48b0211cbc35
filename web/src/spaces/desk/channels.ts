import type { ChannelView } from "./channel.ts";
import { conversationView } from "./conversation/view.ts";
import { visitView } from "./visit/view.ts";

// The view of every channel, by its key. The only place of the desk that names them.
const views: Record<string, ChannelView> = {
  visit: visitView,
  chat: conversationView,
  // A message that was left: the same thread, answered later.
  task: conversationView,
};

/** The view of a channel. One that has none is handled with what all works share. */
export function viewOf(channel: string): ChannelView {
  return views[channel] ?? visitView;
}

/** Each view once. */
export const allViews: readonly ChannelView[] = [...new Set(Object.values(views))];
