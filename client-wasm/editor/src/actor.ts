// Which actor this page writes as: its own, never that of another tab.

import type { Page } from "./page";
import type { DraftStore } from "./storage";

export type Holding =
  | { readonly actor: string }
  | { readonly refused: "signed-out" | "no-right" | "no-actor" };

/** Asks the server for an actor; without a connection, takes one of this browser that no tab uses. */
export async function holdActor(page: Page, store: DraftStore | null): Promise<Holding> {
  const fresh = await askServer(page);
  if (fresh === null) return (await reuse(store)) ?? { refused: "no-actor" };
  if ("refused" in fresh) return fresh;
  if (store) {
    await hold(store, fresh.actor);
    await store.addActor(fresh.actor);
  }
  return fresh;
}

async function askServer(page: Page): Promise<Holding | null> {
  try {
    const answer = await fetch(`/api/v1/drafts/${encodeURIComponent(page.draftId)}/actors`, {
      method: "POST",
      headers: { accept: "application/json", "idempotency-key": crypto.randomUUID() },
      signal: AbortSignal.timeout(8000),
    });
    if (answer.status === 401) return { refused: "signed-out" };
    if ([403, 404, 409].includes(answer.status)) return { refused: "no-right" };
    if (!answer.ok) return null;
    const body = (await answer.json()) as { actor?: unknown };
    return typeof body.actor === "string" && /^[0-9a-f]{2,64}$/.test(body.actor) ? { actor: body.actor } : null;
  } catch {
    return null;
  }
}

async function reuse(store: DraftStore | null): Promise<Holding | null> {
  for (const actor of (await store?.actors()) ?? []) {
    if (store && (await hold(store, actor))) return { actor };
  }
  return null;
}

/** Takes the lock of an actor for as long as the page lives; false if another page has it. */
function hold(store: DraftStore, actor: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(store.lockName(actor), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<never>(() => undefined);
    });
  });
}
