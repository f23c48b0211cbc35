// Of the visitor's page (/t/…): phones show notifications only through a worker.
// It does nothing else; above all it keeps no copy of anything.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((pages) => pages[0]?.focus()),
  );
});
