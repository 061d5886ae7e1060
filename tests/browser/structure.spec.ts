// The structure of a draft, changed without a mouse.
import type { Page } from "@playwright/test";
import { body, clauseOf, expectSaved, openDraft, order, tool } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

/** Finds two clauses without others inside that follow each other at one depth. */
async function neighbours(page: Page): Promise<[string, string]> {
  const clauses = await order(page);
  const at = clauses.findIndex((clause, index) => {
    const [next, after] = [clauses[index + 1], clauses[index + 2]];
    return next?.depth === clause.depth && after?.depth === clause.depth && next.number !== "" && clause.number !== "";
  });
  return [clauses[at]?.id ?? "", clauses[at + 1]?.id ?? ""];
}

async function places(page: Page, ...ids: string[]): Promise<(number | undefined)[]> {
  const clauses = await order(page);
  return ids.map((id) => clauses.findIndex((clause) => clause.id === id));
}

async function depth(page: Page, id: string): Promise<number | undefined> {
  return (await order(page)).find((clause) => clause.id === id)?.depth;
}

test("clauses are added, moved, nested, headed, removed and restored by keyboard alone", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(page);
  await openDraft(other);
  const [first, second] = await neighbours(page);
  const before = await order(page);
  const { keyboard } = page;

  const [above, below] = await places(page, first, second);
  await page.locator(`#clause-${second} .clause-body`).focus();
  await keyboard.press("Alt+Shift+ArrowUp");
  expect(await places(page, second, first)).toEqual([above, below]);
  await keyboard.press("Alt+Shift+ArrowDown");
  expect(await order(page)).toEqual(before);
  const level = (await depth(page, second)) ?? 0;
  await keyboard.press("Control+]");
  expect(await depth(page, second)).toBe(level + 1);
  await keyboard.press("Control+[");
  expect(await order(page)).toEqual(before);

  await keyboard.press("Control+End");
  await keyboard.press("Enter");
  await keyboard.type("A clause of its own.");
  const added = await clauseOf(page.locator(":focus"));
  expect(await places(page, second, added)).toEqual([below, (below ?? 0) + 1]);
  await keyboard.press("Control+.");
  await page.getByRole("button", { name: "Add a heading" }).focus();
  await keyboard.press("Enter");
  await keyboard.type("A heading");
  await expectSaved(page);
  await expect(other.locator(`#clause-${added} .clause-heading`)).toHaveText("A heading");
  await expect(other.locator(`#clause-${added} .clause-body`)).toHaveText("A clause of its own.");

  await keyboard.press("Control+.");
  await page.locator(".clause-tools").getByRole("button", { name: "Remove" }).focus();
  await keyboard.press("Enter");
  await expect(page.locator(`#clause-${added}`)).toHaveCount(0);
  await expect(other.locator(`#clause-${added}`)).toHaveCount(0);
  await page.locator(".removed-clauses summary").focus();
  await keyboard.press("Enter");
  await page.getByRole("button", { name: /Restore “A heading/ }).focus();
  await keyboard.press("Enter");
  for (const one of [page, other]) {
    await expect(one.locator(`#clause-${added} .clause-body`)).toHaveText("A clause of its own.");
  }
  await expectSaved(page);
});

test("clauses are added, moved, nested, headed, removed and restored by touch on a narrow screen", async ({
  browser,
  fresh,
}) => {
  const page = await signIn(browser, fresh, PEOPLE.chair, { touch: true });
  await openDraft(page);
  const [first, second] = await neighbours(page);
  const before = await order(page);

  await tool(page, second, "Move up", true);
  const [up, down] = await places(page, second, first);
  expect((down ?? 0) - (up ?? 0)).toBe(1);
  await tool(page, second, "Move down", true);
  expect(await order(page)).toEqual(before);
  const level = (await depth(page, second)) ?? 0;
  await tool(page, second, "Move in", true);
  expect(await depth(page, second)).toBe(level + 1);
  await tool(page, second, "Move out", true);
  expect(await order(page)).toEqual(before);

  await tool(page, second, "Add a clause after", true);
  await page.keyboard.type("Written with a thumb.");
  const added = await clauseOf(page.locator(":focus"));
  await tool(page, added, "Add a heading", true);
  await page.keyboard.type("Thumbs");
  await tool(page, added, "Remove", true);
  await expect(page.locator(`#clause-${added}`)).toHaveCount(0);
  await page.locator(".removed-clauses summary").tap();
  await page.getByRole("button", { name: /Restore “Thumbs/ }).tap();
  await expect(page.locator(`#clause-${added} .clause-body`)).toHaveText("Written with a thumb.");
  await expect(page.locator(`#clause-${added} .clause-heading`)).toHaveText("Thumbs");
  await expectSaved(page);
  await page.reload();
  await expect(page.locator(`#clause-${added} .clause-body`)).toHaveText("Written with a thumb.");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expect(body(page, 3)).toBeVisible();
});
