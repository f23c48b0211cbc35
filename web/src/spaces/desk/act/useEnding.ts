import { type RefObject, useRef, useState } from "react";
import type { DeskWork } from "../../../live/topics.ts";
import { release } from "./calls.ts";
import type { Doing } from "./useAct.ts";
import type { Describing } from "./useDescription.ts";

/** A work in hand, what is being done with it, and what is said about it. */
export interface InHandProps {
  work: DeskWork;
  doing: Doing;
  description: Describing;
}

export interface Ending {
  /** Fields to come back to when something is missing. */
  reasonField: RefObject<HTMLInputElement | null>;
  outcomeField: RefObject<HTMLInputElement | null>;
  /** Reason and result were asked for. */
  asked: boolean;
  complete: boolean;
  end: () => Promise<void>;
}

/**
 * The end of a service. Without reason or result the first press asks for them, the
 * second ends all the same.
 */
export function useEnding({ work, doing, description }: InHandProps): Ending {
  const reasonField = useRef<HTMLInputElement>(null);
  const outcomeField = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const { said } = description;
  const complete = said.reason !== "" && said.outcome !== "";
  const end = async () => {
    if (!complete && !asked) {
      setAsked(true);
      (said.reason === "" ? reasonField : outcomeField).current?.focus();
      return;
    }
    if (await doing.run("end", (headers) => release(work.work, description.toSay, headers)))
      description.sent();
  };
  return { reasonField, outcomeField, asked, complete, end };
}
