// The audit of the secretariat: how a clause came about, the text at other moments, entries out as files, and
// words erased for good.
import { readFile } from "node:fs/promises";
import { clausesAtLevel, openInstrument, takePosition } from "./support/acts.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const TELEPHONE = { width: 360, height: 740 };

test("a clause is followed from its first wording on, on a telephone and without script", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.secretariat, { script: false });
  await page.setViewportSize(TELEPHONE);
  const instrument = await openInstrument(page);
  await page.getByRole("link", { name: "Audit", exact: true }).click();
  await page.getByRole("main").locator(".rows").getByRole("link").nth(1).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Timeline of");
  await expect(page.locator(".audit-events")).toContainText("tabled revision 1");
  await page.getByLabel("Positions").check();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.locator(".audit-events")).not.toContainText("tabled revision 1");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);

  await page.goto(`${instrument}/audit/compare?from=0`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Two moments compared");
  await expect(page.locator("ins").first()).toBeVisible();
  await page.goto(`${instrument}/audit/text`);
  await expect(page.locator(".then-clauses > li").first()).toBeVisible();
});

test("entries go out as files, which is recorded", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.secretariat);
  await page.getByRole("link", { name: "Audit of the record" }).click();
  await page.getByLabel("Kind of entry").selectOption({ label: "Position taken" });
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as NDJSON" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\n");
  for (const line of lines) expect(JSON.parse(line).entry.type).toBe("position_taken");
  await page.goto("/record");
  await expect(page.getByRole("main")).toContainText("exported entries of the record (type=position_taken");
});

test("a reason that names somebody is erased for good, after having been asked once more", async ({ browser, fresh }) => {
  const head = await signIn(browser, fresh, PEOPLE.heads[0]);
  await openInstrument(head);
  const clause = (await clausesAtLevel(head, "Full consensus"))[1] ?? "";
  await takePosition(head, clause, { stand: "Object", grounds: "Quentin Featherstone says no.", remedy: "Ask him." });
  const page = await signIn(browser, fresh, PEOPLE.secretariat);
  await page.goto("/audit?text=featherstone");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  await page.getByRole("link", { name: "Erase words" }).click();
  await page.getByLabel(/^Reason: Quentin/).check();
  await page.locator("textarea#reason").fill("It names somebody who is no member.");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Erase these words for good?");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("It has been erased for good.")).toBeVisible();
  await page.goto("/audit?text=featherstone");
  await expect(page.getByText("No entry is like that.")).toBeVisible();
  await head.goto(clause);
  await expect(head.getByRole("main")).not.toContainText("Featherstone");
});
