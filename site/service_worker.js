// Keeps whole releases of Burrow, so that it starts without the network, and never mixes two of them.
//
// Every file whose address can differ between releases carries a fingerprint in that address; a page asks for the
// files of the release that it was started from, and gets them from the store of that release for as long as it is
// open. Only addresses of pages lead to the newest release that is allowed to run.
"use strict";

const BUILD = __BUILD__;
const FILES = __FILES__;
const POLICY = __POLICY__;
const PLACES = __PLACES__;

const SCOPE = new URL(self.registration.scope);
const STORE = `burrow ${SCOPE.pathname} `;
const PAGE = "index.html";
const FINGERPRINT = "x-burrow-sha256";
const POLICY_NAME = "Content-Security-Policy";

// The one worker that may talk to somebody else, and where it is noted to whom: it survives this script and any release.
const COURIER = "/courier_start.js";
const COURIERS = `burrow-couriers ${SCOPE.pathname}`;
const NOTE = new URL("couriers.json", SCOPE).href;
// Scheme, name and port. An address may hold characters in its name that would end or widen a rule of the policy.
const ORIGIN = /^https?:\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]+)?$/;

const byAddress = new Map(FILES.map((file) => [new URL(file.path, SCOPE).href, file]));

const fingerprintOf = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

// What is stored carries the whole policy, so a page and its workers are held to it even where the host sends none.
const answerFrom = (file, bytes) =>
  new Response(bytes, { headers: { ...POLICY, "Content-Type": file.type, [FINGERPRINT]: file.sha256 } });

const fetchVerified = async (file) => {
  const address = new URL(file.path, SCOPE);
  for (const cache of ["no-cache", "reload"]) {
    const answer = await fetch(address, { cache, redirect: "error", credentials: "same-origin" });
    if (!answer.ok) continue;
    const bytes = await answer.arrayBuffer();
    if ((await fingerprintOf(bytes)) === file.sha256) return bytes;
  }
  throw new Error(`${file.path} is not what release ${BUILD} says it is`);
};

// Files that an earlier release has too, by content, need not come over the network again.
const storedByContent = async () => {
  const stored = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith(STORE)) continue;
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      const fingerprint = answer?.headers.get(FINGERPRINT);
      if (fingerprint) stored.set(fingerprint, answer);
    }
  }
  return stored;
};

const install = async () => {
  const stored = await storedByContent();
  const store = await caches.open(STORE + BUILD);
  await Promise.all(
    FILES.map(async (file) => {
      let bytes = await stored.get(file.sha256)?.arrayBuffer();
      if (!bytes || (await fingerprintOf(bytes)) !== file.sha256) bytes = await fetchVerified(file);
      await store.put(new URL(file.path, SCOPE), answerFrom(file, bytes));
    }),
  );
};

// A page holds a lock that names its release. A page that is only just starting may not hold it yet, so nothing is
// removed while there are more pages than locks.
const removeUnused = async () => {
  if (!self.navigator.locks) return;
  const { held } = await self.navigator.locks.query();
  const prefix = `burrow release ${SCOPE.pathname} `;
  const releases = held.filter((lock) => lock.name.startsWith(prefix)).map((lock) => lock.name.slice(prefix.length));
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter((page) => page.url.startsWith(SCOPE.href)).length > releases.length) return;
  const builds = (await caches.keys()).filter((name) => name.startsWith(STORE)).map((name) => name.slice(STORE.length));
  // Asked last: a store that a coming release has just begun must not be taken for a forgotten one.
  if (self.registration.installing || self.registration.waiting) return;
  const unused = builds.filter((build) => build !== BUILD && !releases.includes(build));
  await Promise.all(unused.map((build) => caches.delete(STORE + build)));
};

const activate = async () => {
  await self.clients.claim();
  await removeUnused();
};

// The same rule as in the page: what stands before the first known place.
const baseOf = (path) => {
  const parts = path.split("/");
  const place = parts.findIndex((part, index) => index > 0 && PLACES.includes(part));
  return place > 0 ? `${parts.slice(0, place).join("/")}/` : path.slice(0, path.lastIndexOf("/") + 1);
};

const answerPage = async (request, address) => {
  const file = byAddress.get(address.origin + address.pathname);
  if (file && file.path !== PAGE) return answerFile(request, address);
  // Below this folder there may be another installation, or nothing; neither is ours to answer for.
  if (baseOf(address.pathname) !== SCOPE.pathname) {
    return fetch(request).catch(() => Response.redirect(SCOPE.href));
  }
  const page = new URL(PAGE, SCOPE);
  const stored = await (await caches.open(STORE + BUILD)).match(page);
  return stored ?? answerFile(new Request(page), page);
};

const answerFile = async (request, address) => {
  const key = address.origin + address.pathname;
  const store = await caches.open(STORE + BUILD);
  const stored = await store.match(key);
  if (stored) return stored;
  for (const name of await caches.keys()) {
    const earlier = name.startsWith(STORE) ? await (await caches.open(name)).match(key) : undefined;
    if (earlier) return earlier;
  }
  const file = byAddress.get(key);
  if (!file) return fetch(request);
  // The browser has thrown this one away; it is put back if the host still has the same.
  const answer = answerFrom(file, await fetchVerified(file));
  await store.put(key, answer.clone());
  return answer;
};

const isOrigin = (text) => {
  try {
    return typeof text === "string" && ORIGIN.test(text) && new URL(text).origin === text;
  } catch {
    return false;
  }
};

// Which book of this browser has its records carried to which origin.
const readCouriers = async () => {
  try {
    const note = await (await caches.match(NOTE, { cacheName: COURIERS }))?.json();
    return new Map(Object.entries(note ?? {}).filter(([, origin]) => isOrigin(origin)));
  } catch {
    return new Map();
  }
};

const noteCourier = async (book, origin) => {
  const couriers = await readCouriers();
  if (isOrigin(origin)) couriers.set(book, origin);
  else couriers.delete(book);
  if (couriers.size === 0) return caches.delete(COURIERS);
  const store = await caches.open(COURIERS);
  return store.put(NOTE, new Response(JSON.stringify(Object.fromEntries(couriers))));
};

// One note after the other: each is read, changed and written.
let noted = Promise.resolve();
const note = ({ book, origin }, port) => {
  noted = noted.then(() => noteCourier(String(book), origin)).catch(() => {});
  return noted.then(() => port?.postMessage("noted"));
};

// A courier is held to the policy of everything else, and to the one origin that it was started for, if a book has that one.
const answerCourier = async (request, address) => {
  const answer = await answerFile(request, address);
  const origin = address.searchParams.get("for");
  const policy = answer.headers.get(POLICY_NAME) ?? POLICY[POLICY_NAME];
  const allowed = new Set((await readCouriers()).values());
  if (!answer.ok || !allowed.has(origin)) return answer;
  const headers = new Headers(answer.headers);
  headers.set(POLICY_NAME, policy.replace("connect-src 'self'", `connect-src 'self' ${origin}`));
  return new Response(answer.body, { status: answer.status, headers });
};

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("message", (event) => {
  if (event.data?.type === "activate") event.waitUntil(self.skipWaiting());
  if (event.data?.type === "claim") event.waitUntil(self.clients.claim());
  if (event.data?.type === "courier") event.waitUntil(note(event.data, event.ports[0]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== SCOPE.origin) return;
  if (!address.pathname.startsWith(SCOPE.pathname)) return;
  if (address.pathname.endsWith(COURIER) && address.searchParams.has("for")) {
    event.respondWith(answerCourier(request, address));
  } else if (request.mode === "navigate") {
    event.respondWith(answerPage(request, address));
    event.waitUntil(removeUnused());
  } else if (request.cache !== "no-store" && request.cache !== "reload") {
    // Those two ask for what the host has, past everything stored.
    event.respondWith(answerFile(request, address));
  }
});
