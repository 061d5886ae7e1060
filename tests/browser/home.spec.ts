// What is due, on the page everybody begins at: a call is opened, seen, answered and gone.
import type { Page } from "@playwright/test";
import { openInstrument, takePosition } from "./support/acts.js";
import { expectAccessible, LOOKS } from "./support/axe.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const CALL = "The consensus call on Principles for Transparent Results Management closes";

/** Opens a consensus call on a clause that closes in some days, as the chair. */
async function openCall(chair: Page, clause: string, days: number): Promise<void> {
  const instrument = clause.replace(/\/clauses\/.*/, "");
  await chair.goto(`${instrument}/calls/open`);
  await chair.locator("#call_kind-consensus").check();
  await chair.locator(`#called-${clause.split("/").pop()}`).check();
  const closes = await chair.evaluate((ahead) => {
    const at = new Date(Date.now() + ahead * 86_400_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, days);
  await chair.locator("#closes_at").fill(closes);
  await chair.getByRole("button", { name: "Open the call" }).click();
  await expect(chair.getByText("The call is open.")).toBeVisible();
}

/** Returns the addresses of one's feeds. */
async function makeFeeds(page: Page): Promise<string[]> {
  await page.goto("/notices/choices");
  await page.getByRole("button", { name: "Make an address" }).click();
  const addresses = page.locator("dl.facts code");
  await expect(addresses).toHaveCount(2);
  return addresses.allInnerTexts();
}

test("a call is due at home with what is left, in the digest and in the feeds, until it is answered", async ({
  browser,
  fresh,
}) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const delegate = await signIn(browser, fresh, PEOPLE.heads[0]);
  const feeds = await makeFeeds(delegate);
  const feed = async (of: number) => (await delegate.request.get(feeds[of] ?? "")).text();
  const instrument = await openInstrument(chair);
  await delegate.goto("/");
  const first = delegate.locator(`a[href^="${instrument}/clauses/"][href$="/position"]`).first();
  const clause = ((await first.getAttribute("href")) ?? "").replace(/\/position$/, "");
  const due = delegate.getByRole("region", { name: "Due" });
  await expect(due).not.toContainText(CALL);

  await openCall(chair, clause, 3);
  // The page is still open, and follows by itself.
  const line = due.getByRole("listitem").filter({ hasText: CALL });
  await expect(line).toContainText("in 2 days");
  await expect(line).toContainText("Nobody of your organisation has opened this notice yet.");
  for (const look of LOOKS) await expectAccessible(delegate, look);
  await delegate.clock.setFixedTime(Date.now() + 26 * 3_600_000);
  await delegate.evaluate(() => dispatchEvent(new Event("pageshow")));
  await expect(line).toContainText("in 45 hours");

  await chair.goto("/");
  await expect(chair.getByRole("region", { name: "Waiting for others" })).toContainText("IEC-K");
  await delegate.goto("/notices");
  await expect(delegate.getByRole("main")).toContainText("Babajide Adeyemi opened a consensus call on Principles");
  expect(await feed(0)).toContain("opened a consensus call on Principles");
  expect((await feed(1)).replaceAll("\r\n ", "")).toContain(CALL);
  await delegate.goto("/");
  await line.getByRole("link").click();
  await expect(delegate.getByRole("heading", { level: 1 })).toContainText("Consensus call");
  await delegate.goto("/");
  await expect(line).toContainText("Nomvula Dlamini has opened this notice for your organisation.");

  await takePosition(delegate, clause, { stand: "Accept", mandate: "Firm" });
  await delegate.goto("/");
  await expect(due).toBeVisible();
  await expect(due).not.toContainText(CALL);
  expect((await feed(1)).replaceAll("\r\n ", "")).not.toContain(CALL);
});

test("what has changed since is marked as read at home, without script", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.heads[1], { script: false });
  const changed = page.getByRole("region", { name: "Changed since you last read" });
  const texts = changed.getByRole("button", { name: "Mark as read" });
  const count = await texts.count();
  expect(count).toBeGreaterThan(0);
  for (let left = count; left > 0; left -= 1) {
    await expect(texts).toHaveCount(left);
    await expect(changed).toContainText("You have not marked this text as read yet.");
    await texts.first().click();
    await expect(page.getByText("The text has been marked as read.")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What needs you");
  }
  await expect(changed).toHaveCount(0);
});

test("the header keeps to one line at a desk, also in a long language, and nothing of it is cut off", async ({
  browser,
  demonstration,
}) => {
  for (const language of ["en-GB", "en-XA"]) {
    const page = await signIn(browser, demonstration, PEOPLE.heads[0], { language });
    for (const width of [360, 820, 1200, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${language} ${width}`).toBeLessThanOrEqual(0);
      if (width < 1280) continue;
      const tops = await page.locator(".site-nav a").evaluateAll((links) => links.map((it) => it.getBoundingClientRect().top));
      expect(new Set(tops).size, `${language} ${width}`).toBe(1);
      const middles = await page
        .locator(".site-header > *")
        .evaluateAll((parts) => parts.map((it) => it.getBoundingClientRect().top + it.clientHeight / 2));
      expect(Math.max(...middles) - Math.min(...middles), `${language} ${width}`).toBeLessThan(10);
    }
  }
});
