import { identifyVisitor } from "../act/calls.ts";
import type { ChannelView } from "../channel.ts";
import { Visit } from "./Visit.tsx";

export const visitView: ChannelView = { Work: Visit, identify: identifyVisitor };
