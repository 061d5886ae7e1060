// Whoever signs out leaves nothing of the draft in the browser.
import type { Page } from "@playwright/test";
import { body, expectSaved, openDraft, typeAtEnd } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

/** Counts what is kept in the browser: pieces of drafts, kept pages and workers. */
function kept(page: Page): Promise<{ pieces: number; pages: number; workers: number }> {
  return page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((database) => database.name ?? "");
    const counts = names.map(
      (name) =>
        new Promise<number>((done) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => {
            const database = opening.result;
            const stores = [...database.objectStoreNames];
            if (stores.length === 0) return done(0);
            const counting = database.transaction("pieces").objectStore("pieces").count();
            counting.onsuccess = () => {
              database.close();
              done(counting.result);
            };
          };
        }),
    );
    const caching = (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length);
    const sum = async (all: Promise<number>[]): Promise<number> => (await Promise.all(all)).reduce((a, b) => a + b, 0);
    const workers = (await navigator.serviceWorker.getRegistrations()).length;
    return { pieces: await sum(counts), pages: await sum(caching), workers };
  });
}

test("after signing out nothing of the draft can be read in the browser", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  const draft = await openDraft(page);
  await typeAtEnd(page, body(page, 3), " For our eyes.");
  await expectSaved(page);
  await expect.poll(async () => (await kept(page)).pages).toBeGreaterThan(0);
  expect((await kept(page)).pieces).toBeGreaterThan(0);

  // Another window has the same draft open, and may not bring anything back.
  const second = await page.context().newPage();
  await second.goto(draft);
  await expectSaved(second);
  await page.locator("form[action='/sign-out']").evaluate((form) => (form as HTMLFormElement).submit());
  await expect(page).toHaveURL(/sign-in/);
  await expect(second.locator(".draft-status")).toHaveAttribute("data-status", "read-only");
  expect(await kept(page)).toEqual({ pieces: 0, pages: 0, workers: 0 });

  await page.context().setOffline(true);
  await expect(page.goto(draft)).rejects.toThrow();
});
