// Of the kiosk (/kiosk/…): a browser that starts while the line is down shows the
// kiosk all the same. It keeps the page and its scripts of one build, together, and
// nothing else: what the server answers is never kept here (the kiosk's own memory
// of itself is in its local storage).
//
// The build writes `version` and `files` above this line: see kioskWorker.ts.

const cacheName = `kiosk-${version}`;
const page = "/index.html";
// A line may be dead without saying so.
const patience_ms = 4_000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  // All or nothing: a half-kept build would be worse than none. Not from the browser's own cache.
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

async function forgetOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith("kiosk-") && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(newest(request));
  else if (files.includes(url.pathname)) event.respondWith(kept(request));
});

/** The server's page while it answers, so that a new build is seen; else the one that was kept. */
async function newest(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience_ms) });
    if (answer.status < 500) return answer;
  } catch {
    // Away: see below.
  }
  return (await caches.match(page, { cacheName })) ?? Response.error();
}

/** A file whose name tells its content: the kept one is as good as the server's. */
async function kept(request) {
  return (await caches.match(request, { cacheName })) ?? fetch(request);
}
