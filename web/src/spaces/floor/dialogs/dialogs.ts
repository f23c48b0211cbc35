import { createContext, useContext } from "react";
import type { FloorAgent, FloorWaiting } from "../../../live/topics.ts";

/** What is asked in a dialog; one at a time. */
export type Dialog =
  | { kind: "assign" | "priority" | "transfer" | "cancel"; work: FloorWaiting }
  | { kind: "move"; agent: FloorAgent };

/** What every dialog about a waiting work is given. */
export interface WorkDialogProps {
  node: string;
  work: FloorWaiting;
  title: string;
  opened: boolean;
  onClose: () => void;
}

export const DialogContext = createContext<(dialog: Dialog) => void>(() => {});

/** Opens a dialog of the floor. */
export function useDialogs(): (dialog: Dialog) => void {
  return useContext(DialogContext);
}
