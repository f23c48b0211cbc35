import { isSilent, ring } from "./ring.ts";

/**
 * Rings once, unless the person turned that off, and tells the system when the tab
 * is hidden and it may. Of one `tag` only the newest is shown.
 */
export function attract(tag: string, title: string): void {
  if (!isSilent()) ring("softly");
  notifyIfHidden(tag, title, "");
}

/** Tells the system of something while another tab is in front; the function takes it back. */
export function notifyIfHidden(tag: string, title: string, body: string): () => void {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") {
    return () => {};
  }
  const notice = new Notification(title, { body, tag, silent: true });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
  return () => notice.close();
}
