import { useEffect, useRef, useSyncExternalStore } from "react";

// Keyboard commands of the page. Written as in "mod+K", "F2", "shift+F9"; mod
// is ⌘ on a Mac and Ctrl elsewhere. The newest registration of a key wins, so a
// dialog's keys come before those of the screen below it.

export interface Hotkey {
  keys: string;
  /** What it does, for the list of keys (`?`); undefined keeps it off the list. */
  label?: string | undefined;
  run: () => void;
}

const registered: Hotkey[] = [];
const readers = new Set<() => void>();
let list: readonly Hotkey[] = [];

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

function changed(): void {
  list = [...registered];
  for (const reader of [...readers]) reader();
}

/** The keys an event stands for, in the form they are registered in. */
export function keysOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (isMac() ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && event.key.length > 1) parts.push("shift");
  parts.push(event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return parts.join("+");
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function onKey(event: KeyboardEvent): void {
  if (event.repeat || event.defaultPrevented) return;
  const keys = keysOf(event);
  // A plain letter belongs to the field that is being typed in; F-keys, mod and Alt with an arrow are free.
  if (isTyping(event.target) && !/^(mod\+|F\d|alt\+Arrow)/.test(keys)) return;
  const hotkey = registered.findLast((candidate) => candidate.keys === keys);
  if (hotkey === undefined) return;
  event.preventDefault();
  hotkey.run();
}

/** Runs `run` on these keys while the caller is mounted and `enabled`. */
export function useHotkey(keys: string, run: () => void, label?: string, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const hotkey: Hotkey = { keys, label, run: () => latest.current() };
    if (registered.length === 0) window.addEventListener("keydown", onKey);
    registered.push(hotkey);
    changed();
    return () => {
      registered.splice(registered.indexOf(hotkey), 1);
      if (registered.length === 0) window.removeEventListener("keydown", onKey);
      changed();
    };
  }, [keys, label, enabled]);
}

/** All keys that do something now and have a label. */
export function useHotkeyList(): readonly Hotkey[] {
  const all = useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => list,
  );
  return all;
}

/** Keys as people read them: "⌘ K" or "Ctrl K". */
export function keyLabels(keys: string): string[] {
  return keys.split("+").map((key) => {
    switch (key) {
      case "mod":
        return isMac() ? "⌘" : "Ctrl";
      case "alt":
        return isMac() ? "⌥" : "Alt";
      case "shift":
        return isMac() ? "⇧" : "Shift";
      case "Escape":
        return "Esc";
      case "Enter":
        return "↵";
      case "ArrowUp":
        return "↑";
      case "ArrowDown":
        return "↓";
      default:
        return key;
    }
  });
}
