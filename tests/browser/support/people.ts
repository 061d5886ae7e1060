// People who use the program in a browser of their own.
import { type Browser, type Page, test as base, expect } from "@playwright/test";
import { Program } from "./program.js";

/** Everyone of the demonstration whom the tests send to work. */
export const PEOPLE = {
  secretariat: "elena@network.example",
  auditor: "keiko@network.example",
  observer: "rafael@network.example",
  chair: "babajide@comn.example",
  heads: [
    "nomvula@iec-k.example",
    "lucia@te-sa.example",
    "aissata@hae-b.example",
    "leilani@ecsi.example",
    "huda@sec-q.example",
    "ingrid@comn.example",
    "fatuma@adm-k.example",
    "mereana@obw.example",
    "carmen@vea.example",
    "priya@ota.example",
    "mariama@rfs.example",
    "lan@dvc.example",
  ],
} as const;

/** What a person's browser asks for. */
interface Wishes {
  readonly language?: string;
  readonly script?: boolean;
  /** A telephone instead of a desk. */
  readonly touch?: boolean;
}

/** Opens a browser of one's own and signs in. */
export async function signIn(
  browser: Browser,
  program: Program,
  address: string,
  wishes: Wishes = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: program.address,
    locale: wishes.language ?? "en-GB",
    javaScriptEnabled: wishes.script ?? true,
    ...(wishes.touch === true ? { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } } : {}),
  });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator("#address").fill(address);
  await page.locator("#password").fill(program.password());
  await page.locator("form[action='/sign-in'] button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

/**
 * Tests with a demonstration that each worker shares, for what only reads, and ones of their own:
 * without the keys of organisations, and with them.
 */
export const test = base.extend<{ fresh: Program; signing: Program; leaving: void }, { demonstration: Program }>({
  // Whoever came in a browser of their own goes at the end, so that no page of one test asks
  // for its server while the next one runs.
  leaving: [
    async ({ browser }, use) => {
      await use();
      await leave(browser);
    },
    { auto: true },
  ],
  demonstration: [
    async ({}, use) => {
      const program = await Program.demonstration("signed");
      await use(program);
      await program.stop();
    },
    { scope: "worker" },
  ],
  fresh: async ({ browser }, use) => {
    const program = await Program.demonstration("unsigned");
    await use(program);
    await leave(browser);
    await program.stop();
  },
  signing: async ({ browser }, use) => {
    const program = await Program.demonstration("signed");
    await use(program);
    await leave(browser);
    await program.stop();
  },
});

/** Closes every browser that somebody came in. */
async function leave(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

export { expect };
