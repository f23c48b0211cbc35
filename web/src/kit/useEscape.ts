import { type RefObject, useEffect, useRef } from "react";

/**
 * Escape closes what has the focus, and nothing below it: a drawer from which a
 * question was asked stays when the question is closed. Give the result to the
 * layer as `ref`, and keep its own `closeOnEscape` off.
 */
export function useEscape(opened: boolean, onClose: () => void): RefObject<HTMLDivElement | null> {
  const layer = useRef<HTMLDivElement>(null);
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    if (!opened) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing || layer.current === null) return;
      if (isOnTop(layer.current, event.target)) latest.current();
    };
    // Before the layers above have closed themselves and given the focus back.
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, [opened]);
  return layer;
}

const dialogs = '[role="dialog"]';

/** Whether the focus is in a layer, or nowhere while no other dialog is open. */
function isOnTop(layer: HTMLElement, focus: EventTarget | null): boolean {
  if (!(focus instanceof Element)) return false;
  // An open list or menu takes Escape for itself.
  if (focus.getAttribute("data-mantine-stop-propagation") === "true") return false;
  const around = focus.closest(dialogs);
  if (around !== null) return layer.contains(around);
  return [...document.querySelectorAll(dialogs)].every((other) => layer.contains(other));
}
