import type { ChannelView } from "../channel.ts";
import { Always } from "./Always.tsx";
import { Conversation } from "./Conversation.tsx";
import { identifyWriter } from "./calls.ts";
import { Past } from "./Past.tsx";
import { Row } from "./Row.tsx";
import { Who } from "./Who.tsx";

/** Written conversations: chats, and messages that were left. */
export const conversationView: ChannelView = {
  Work: Conversation,
  identify: identifyWriter,
  Row,
  Who,
  Past,
  Always,
};
