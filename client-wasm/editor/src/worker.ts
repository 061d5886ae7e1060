// Registers the service worker that keeps this page for work without a network.

const policy = window.trustedTypes?.createPolicy("clausewise-worker", {
  createScriptURL: (address: string) => {
    if (address !== "/sw.js") throw new TypeError("no such worker");
    return address;
  },
});

/** Called when the draft is open: by then everything the page needs has been fetched once. */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const address = (policy?.createScriptURL("/sw.js") ?? "/sw.js") as string;
  void navigator.serviceWorker
    .register(address, { scope: "/drafts/" })
    .then(async () => {
      // The page that brought the worker was loaded before it: hand it over to be kept.
      const worker = (await navigator.serviceWorker.ready).active;
      const assets = performance.getEntriesByType("resource").map((entry) => entry.name);
      worker?.postMessage({ keep: [location.href, ...assets.filter(isKept)] });
    })
    .catch((error: unknown) => console.warn("the draft will not open without a network", error));
}

function isKept(address: string): boolean {
  const url = new URL(address);
  return url.origin === location.origin && !url.pathname.startsWith("/api/") && url.pathname !== "/live";
}
