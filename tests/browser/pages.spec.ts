// Every page that links lead to, as each kind of person finds it.
import type { Browser, Page } from "@playwright/test";
import { expectAccessible, LOOKS, MIRRORED } from "./support/axe.js";
import { status } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";
import type { Program } from "./support/program.js";

/** Pages that no link leads to. */
const UNLINKED = ["/problems/not-found", "/nothing-is-here"];

/** Names the kind of page at an address: identifiers and numbers left out. */
function kind(address: URL): string {
  const path = address.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*").replace(/\d+/g, "#");
  return `${path}?${[...address.searchParams.keys()].sort().join("&")}`;
}

/** Follows links until one page of every kind has been found. */
async function onePageOfEachKind(page: Page): Promise<string[]> {
  const found = new Map<string, string>();
  const waiting = [new URL("/", page.url()), ...UNLINKED.map((path) => new URL(path, page.url()))];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (found.has(kind(address))) continue;
    found.set(kind(address), "");
    const answer = await page.request.get(address.href);
    const { "content-type": type, "content-disposition": disposition } = answer.headers();
    if (!type?.startsWith("text/html") || disposition?.startsWith("attachment")) continue;
    found.set(kind(address), address.href);
    for (const [, link] of (await answer.text()).matchAll(/<a [^>]*href="([^"#]+)/g)) {
      const target = new URL((link ?? "").replaceAll("&amp;", "&"), address);
      if (target.origin === address.origin) waiting.push(target);
    }
  }
  return [...found.values()].filter((href) => href !== "");
}

/** Waits for the live editor where the page has one. */
async function untilOpen(page: Page): Promise<void> {
  if ((await page.locator("#draft").count()) === 0) return;
  await expect(status(page)).toHaveAttribute("data-status", /saved|reading/);
}

async function checkAll(browser: Browser, program: Program, person: string): Promise<void> {
  for (const [language, looks] of Object.entries(LOOKS)) {
    const page = await signIn(browser, program, person, { language });
    const pages = await onePageOfEachKind(page);
    expect(pages.length).toBeGreaterThan(8);
    for (const href of pages) {
      await page.goto(href);
      await untilOpen(page);
      const direction = language === MIRRORED ? "rtl" : "ltr";
      expect.soft(await page.locator("html").getAttribute("dir"), href).toBe(direction);
      for (const look of looks) await expectAccessible(page, look);
    }
    await page.context().close();
  }
}

test.describe.configure({ timeout: 600_000 });

for (const [who, person] of [
  ["the secretariat", PEOPLE.secretariat],
  ["a chair", PEOPLE.chair],
  ["a head of delegation", PEOPLE.heads[0]],
] as const) {
  test(`nothing hinders ${who} on any page`, async ({ browser, demonstration }) => {
    await checkAll(browser, demonstration, person);
  });
}
