import { useEffect, useRef } from "react";

// What lies above the screen: dialogs, the palette, panels that a button opened.
// Escape closes the one on top, and that one only.

interface Layer {
  close: () => void;
}

const open: Layer[] = [];

function onKey(event: KeyboardEvent): void {
  const top = open.at(-1);
  if (event.key !== "Escape" || event.isComposing || event.repeat || top === undefined) return;
  // An open list of a field, or a menu, closes itself first.
  if (event.target instanceof Element && event.target.closest("[data-mantine-stop-propagation]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  top.close();
}

/** Lets Escape call `close` while `opened` and while nothing that was opened later lies above. */
export function useLayer(opened: boolean, close: () => void): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!opened) return;
    const layer: Layer = { close: () => latest.current() };
    // On the way down, before anything on the page hears of the key.
    if (open.length === 0) window.addEventListener("keydown", onKey, { capture: true });
    open.push(layer);
    return () => {
      open.splice(open.indexOf(layer), 1);
      if (open.length === 0) window.removeEventListener("keydown", onKey, { capture: true });
    };
  }, [opened]);
}
