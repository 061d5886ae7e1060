// Checks the record beside the page, so that the page stays quick: it fetches what the module asks for.

import init, { BundleCheck, checkPolicy, LedgerCheck } from "./clausewise_verify.js";
import type { Answer, Found, Hindrance, Known, Outcome, Report, Request } from "./said";

/** How many parts of the ledger are fetched at once. */
const AT_ONCE = 8;

interface WorkerScope {
  postMessage(answer: Answer): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Request>) => void): void;
}

const scope = self as unknown as WorkerScope;

/** Why nothing more can be checked. */
class Hindered extends Error {
  constructor(
    readonly why: Hindrance,
    what: string,
  ) {
    super(what);
  }
}

scope.addEventListener("message", ({ data }) => void answer(data));

async function answer(request: Request): Promise<void> {
  try {
    await init();
    if (request.kind === "policy") return scope.postMessage({ kind: "policy", ...wrongWith(request.text) });
    const outcome = request.kind === "bundle" ? await everything(request.known) : await ledger(request.known);
    scope.postMessage({ kind: "done", outcome });
  } catch (error) {
    const why = error instanceof Hindered ? error.why : "broken";
    scope.postMessage({ kind: "hindered", why, what: String(error instanceof Error ? error.message : error) });
  }
}

function wrongWith(policy: string): { wrong?: string } {
  try {
    checkPolicy(policy);
    return {};
  } catch (error) {
    return { wrong: String(error instanceof Error ? error.message : error) };
  }
}

/** Asks for what the server has now; what has not changed since is not sent again. */
async function fetched(path: string, cache: RequestCache): Promise<Response> {
  const response = await fetch(path, { cache, credentials: "same-origin" }).catch((error: unknown) => {
    throw new Hindered("unreachable", `${path}: ${String(error)}`);
  });
  if (response.ok && !response.redirected) return response;
  throw new Hindered("refused", `${path}: ${response.status}`);
}

async function bytes(path: string, cache: RequestCache = "no-cache"): Promise<Uint8Array> {
  return new Uint8Array(await (await fetched(path, cache)).arrayBuffer());
}

/** Reads checkpoint and key; neither is there before something was sealed. */
async function heading(): Promise<{ checkpoint: Uint8Array; key: string }> {
  try {
    const [checkpoint, key] = await Promise.all([bytes("/ledger/checkpoint", "no-store"), bytes("/ledger/key", "no-store")]);
    return { checkpoint, key: new TextDecoder().decode(key).trim() };
  } catch (error) {
    if (error instanceof Hindered && error.message.endsWith(": 404")) throw new Hindered("unsealed", error.message);
    throw error;
  }
}

/** Checks what whoever may read the record can fetch of it. */
async function ledger(known: Known): Promise<Outcome> {
  const { checkpoint, key } = await heading();
  const check = new LedgerCheck(JSON.stringify(known), key, checkpoint);
  for (let paths = check.wanted(AT_ONCE); paths.length > 0; paths = check.wanted(AT_ONCE)) {
    const parts = await Promise.all(paths.map((path) => bytes(`/ledger/${path}`)));
    for (const part of parts) {
      check.take(part);
      report("ledger", check.progress());
    }
  }
  const found = JSON.parse(check.finish()) as Found;
  return { ledger: found, note: new TextDecoder().decode(checkpoint), key };
}

/** Checks a bundle, and that the ledger as it is served continues both it and what was known. */
async function everything(known: Known): Promise<Outcome> {
  const check = new BundleCheck(JSON.stringify({ ...known, checkpoints: [] }));
  const response = await fetched("/record/bundle", "no-store");
  if (response.body !== null) await feed(check, response.body.getReader());
  const bundleNote = check.checkpoint();
  const bundle = JSON.parse(check.finish()) as Report;
  if (!bundleNote) return { ...(await ledger(known)), bundle };
  const served = await ledger({ ...known, checkpoints: [...known.checkpoints, bundleNote] });
  return { ...served, bundle, bundleNote };
}

async function feed(check: BundleCheck, reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new Hindered("unreachable", `/record/bundle: ${String(error)}`);
    });
    if (done) return;
    const isMoreOfUse = check.feed(value);
    report("bundle", check.progress());
    if (!isMoreOfUse) return void (await reader.cancel());
  }
}

function report(part: "ledger" | "bundle", [done = 0, all = 0]: Float64Array | number[]): void {
  scope.postMessage({ kind: "progress", part, done, all });
}
