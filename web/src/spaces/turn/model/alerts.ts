import { Chime } from "../../../kit/chime.ts";

/** What the phone lets us do to be noticed. */
export type Reach = "notification" | "page" | "none";

const vibration_ms = [300, 150, 300, 150, 600];

/**
 * Tells the visitor that they are called: a notification where the phone allows
 * it, and sound and vibration while the page is open. It begins with a touch,
 * because browsers want one for all three.
 */
export class Alerts {
  private readonly chime = new Chime();
  private worker: ServiceWorkerRegistration | undefined;
  private lock: WakeLockSentinel | undefined;

  /** To be called in a touch. */
  async begin(): Promise<Reach> {
    const [sound, allowed] = await Promise.all([this.chime.unlock(), askToNotify()]);
    await this.stayAwake();
    if (allowed) {
      this.worker = await registerWorker();
      return "notification";
    }
    return sound || "vibrate" in navigator ? "page" : "none";
  }

  call(title: string, body: string, tag: string): void {
    this.chime.play();
    navigator.vibrate?.(vibration_ms);
    if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
    if (!document.hidden) return; // the page itself says it, larger
    void this.notify(title, body, tag);
  }

  private async notify(title: string, body: string, tag: string): Promise<void> {
    const options = { body, tag, renotify: true, requireInteraction: true, icon: "/favicon.svg" };
    // Phones take notifications from a worker only, desktops from the page too.
    this.worker ??= await registerWorker();
    try {
      await this.worker?.showNotification(title, options);
      if (this.worker === undefined) new Notification(title, options);
    } catch {
      // The phone takes none now: the page itself says it, with sound and vibration.
    }
  }

  /** A phone that sleeps hears nothing. The browser takes the lock back when the page is hidden. */
  async stayAwake(): Promise<void> {
    try {
      if (!document.hidden) this.lock = await navigator.wakeLock?.request("screen");
    } catch {
      // Low battery, or not allowed: then it sleeps.
    }
  }

  end(): void {
    this.chime.close();
    void this.lock?.release();
  }
}

async function askToNotify(): Promise<boolean> {
  if (typeof Notification === "undefined" || !window.isSecureContext) return false;
  if (Notification.permission === "default") await Notification.requestPermission();
  return Notification.permission === "granted";
}

async function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    await navigator.serviceWorker?.register("/turn-worker.js", { scope: "/t/" });
    return await navigator.serviceWorker?.ready;
  } catch {
    return undefined; // the page notifies by itself then, where it may
  }
}
