// Every page that links lead to, as each kind of person finds it.
import type { Page } from "@playwright/test";
import { expectAccessible, LANGUAGES, type Look, LOOKS, MIRRORED } from "./support/axe.js";
import { status } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

/** Pages that no link leads to. */
const UNLINKED = ["/problems/not-found", "/nothing-is-here"];

/** Names the kind of page at an address: identifiers and numbers left out. */
function kind(address: URL): string {
  const path = address.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*").replace(/\d+/g, "#");
  return `${path}?${[...new Set(address.searchParams.keys())].sort().join("&")}`;
}

/** Follows links until one page of every kind has been found. */
async function onePageOfEachKind(page: Page): Promise<Map<string, string>> {
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
  return new Map([...found].filter(([, href]) => href !== ""));
}

/** Somebody's page of some kind, and how to look at it. */
interface Visit {
  readonly page: Page;
  readonly href: string;
  readonly looks: Look[];
}

/** Shares the looks out: each kind of page is seen in every one of them, and by everyone who comes to it. */
async function plan(pages: readonly Page[], shared: readonly Look[]): Promise<Visit[]> {
  const kinds = new Map<string, Visit[]>();
  for (const page of pages) {
    const found = await onePageOfEachKind(page);
    expect(found.size).toBeGreaterThan(8);
    for (const [kind, href] of found) kinds.set(kind, [...(kinds.get(kind) ?? []), { page, href, looks: [] }]);
  }
  for (const visits of kinds.values()) {
    for (let turn = 0; turn < Math.max(shared.length, visits.length); turn += 1) {
      const look = shared[turn % shared.length];
      if (look !== undefined) visits[turn % visits.length]?.looks.push(look);
    }
  }
  return [...kinds.values()].flat();
}

/** Waits for the live editor where the page has one. */
async function untilOpen(page: Page): Promise<void> {
  if ((await page.locator("#draft").count()) === 0) return;
  await expect(status(page)).toHaveAttribute("data-status", /saved|reading/);
}

test.describe.configure({ timeout: 1_500_000 });

for (const language of LANGUAGES) {
  test(`nothing hinders anyone on any page, ${language}`, async ({ browser, demonstration }) => {
    const people = [PEOPLE.secretariat, PEOPLE.chair, PEOPLE.heads[0]];
    const pages = await Promise.all(people.map((person) => signIn(browser, demonstration, person, { language })));
    // Both themes, both sizes and both directions, each pair of them, in half the looks.
    const shared = language === MIRRORED ? LOOKS.slice(2) : LOOKS.slice(0, 2);
    for (const { page, href, looks } of await plan(pages, shared)) {
      await page.goto(href);
      await untilOpen(page);
      const direction = language === MIRRORED ? "rtl" : "ltr";
      expect.soft(await page.locator("html").getAttribute("dir"), href).toBe(direction);
      for (const look of looks) await expectAccessible(page, look);
    }
  });
}
