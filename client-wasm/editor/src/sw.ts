// The service worker: the draft page and its assets, from the network where there is one.

interface WorkerScope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetch) => void): void;
  addEventListener(type: "message", listener: (event: Extendable & { readonly data: unknown }) => void): void;
}

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetch extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as WorkerScope;
const KEPT = "clausewise-draft-pages-1";
const PATIENCE_MS = 4000;

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(Promise.all([scope.clients.claim(), forgetOldCaches()])));

scope.addEventListener("message", (event) => {
  const data = event.data as { keep?: unknown };
  if (!Array.isArray(data.keep)) return;
  const addresses = data.keep.filter((address): address is string => typeof address === "string" && isOurs(address));
  event.waitUntil(keepAll(addresses.map(withoutFragment)));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !isOurs(request.url) || !isPageOrAsset(request)) return;
  event.respondWith(answer(event));
});

function isOurs(address: string): boolean {
  const url = new URL(address);
  return url.origin === scope.location.origin && !url.pathname.startsWith("/api/") && url.pathname !== "/live";
}

function isPageOrAsset(request: Request): boolean {
  return request.mode === "navigate" || ["script", "style", "font", "image", "manifest"].includes(request.destination) || /\.(wasm|js|css)$/.test(new URL(request.url).pathname);
}

function withoutFragment(address: string): string {
  return address.split("#")[0] ?? address;
}

/** The network's answer, or what was kept where it does not answer in time. */
async function answer(event: Fetch): Promise<Response> {
  const fresh = fetch(event.request);
  const kept = await caches.match(withoutFragment(event.request.url), { ignoreVary: true });
  if (!kept) return keepAnswer(event, await fresh);
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  try {
    const first = await Promise.race([fresh, late]);
    return first ? keepAnswer(event, first) : kept;
  } catch {
    return kept;
  }
}

function keepAnswer(event: Fetch, response: Response): Response {
  // A redirect means signed out; it is passed on and never kept.
  const keepable = response.ok && !response.redirected && response.type === "basic";
  if (keepable) event.waitUntil(store(event.request, response.clone()));
  else if (response.status === 401 || response.status === 403 || response.status === 404) event.waitUntil(forget(event.request));
  return response;
}

/** Keeps what a page is made of, and lets go of assets that no page is made of any more. */
async function keepAll(addresses: readonly string[]): Promise<void> {
  await Promise.all(addresses.map((address) => keep(new Request(address, { credentials: "same-origin" }))));
  const cache = await caches.open(KEPT);
  const old = (await cache.keys()).filter(({ url }) => !new URL(url).pathname.startsWith("/drafts/") && !addresses.includes(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

async function keep(request: Request): Promise<void> {
  const response = await fetch(request).catch(() => null);
  if (response?.ok && !response.redirected) await store(request, response);
}

async function store(request: Request, response: Response): Promise<void> {
  const cache = await caches.open(KEPT);
  await cache.put(withoutFragment(request.url), response);
}

async function forget(request: Request): Promise<void> {
  const cache = await caches.open(KEPT);
  await cache.delete(withoutFragment(request.url), { ignoreVary: true });
}

async function forgetOldCaches(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("clausewise-draft-pages-") && name !== KEPT).map((name) => caches.delete(name)));
}
