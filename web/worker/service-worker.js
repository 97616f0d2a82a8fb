// Keeps the shell of the app at hand, so that it opens and says plainly that it is offline; never an answer of the server.
// The build puts in its own mark and files: another build is another worker, which throws the former one's files away.
const CACHE = "perennia __BUILD__";
const SHELL = __SHELL__;
const NOT_OURS = /^\/(?:api|v1|u|a|c|f|n)(?:\/|$)|^\/healthz$|\/callback$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(["/", ...SHELL])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const leave = (names) => Promise.all(names.filter((name) => name.startsWith("perennia ") && name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(leave).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || NOT_OURS.test(url.pathname)) return;
  // The newest page always, the kept one only where the server cannot be reached.
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match("/")));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(kept(request));
});

/** Files named by their content never change, so the one at hand is the right one. */
async function kept(request) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}
