import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";

const SlotContext = createContext<{ presence: HTMLElement | null }>({ presence: null });

export function SlotProvider({ presence, children }: { presence: HTMLElement | null; children: ReactNode }) {
  return <SlotContext value={{ presence }}>{children}</SlotContext>;
}

/** Puts its children into the top bar, left of the user: the desk's presence. */
export function PresenceSlot({ children }: { children: ReactNode }) {
  const { presence } = useContext(SlotContext);
  return presence === null ? null : createPortal(children, presence);
}
