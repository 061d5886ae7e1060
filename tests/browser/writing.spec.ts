// Writing in a draft: marks, undo and redo, commentary, the pointer, and whose caret is where.
import type { Page } from "@playwright/test";
import { body, clauseOf, expectSaved, openDraft, order, tool, typeAtEnd } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const CLAUSE = 3;

/** Selects as many letters before the caret. */
async function selectBack(page: Page, letters: number): Promise<void> {
  for (let letter = 0; letter < letters; letter += 1) await page.keyboard.press("Shift+ArrowLeft");
}

test("words are made strong, emphatic and links by the usual keys", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(page);
  await openDraft(other);
  const { keyboard } = page;
  const [mine, theirs] = [body(page, CLAUSE), body(other, CLAUSE)];

  await typeAtEnd(page, mine, " firm");
  await selectBack(page, 4);
  await keyboard.press("Control+b");
  await typeAtEnd(page, mine, " soft");
  await selectBack(page, 4);
  await keyboard.press("Control+b");
  await keyboard.press("Control+i");
  await typeAtEnd(page, mine, " law");
  await selectBack(page, 3);
  await keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("textbox").fill("javascript:alert(1)");
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).not.toBeEmpty();
  await page.getByRole("dialog").getByRole("textbox").fill("https://law.example/1");
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  for (const text of [mine, theirs]) {
    await expect(text.locator("strong").last()).toHaveText(/firm/);
    await expect(text.locator("em").last()).toHaveText(/soft/);
    await expect(text.locator("a[href='https://law.example/1']")).toHaveText(/law/);
  }
  await expectSaved(page);
});

test("what was undone is done again", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  await openDraft(page);
  await typeAtEnd(page, body(page, CLAUSE), " Once more.");
  await page.keyboard.press("Control+z");
  await expect(body(page, CLAUSE)).not.toContainText("more.");
  await page.keyboard.press("Control+Shift+z");
  await expect(body(page, CLAUSE)).toContainText(" Once more.");
  await expectSaved(page);
});

test("a clause gets a commentary of its own", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(page);
  await openDraft(other);
  const clause = await clauseOf(body(page, CLAUSE));
  await tool(page, clause, "Add commentary");
  await page.keyboard.type("Why this is so.");
  await expectSaved(page);
  const box = other.locator(`#clause-${clause} .clause-commentary-box`);
  await box.locator("summary").click();
  await expect(box).toContainText("Why this is so.");
});

test("a clause is dragged to another place by its handle", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  await openDraft(page);
  const before = await order(page);
  const [first, second, third] = before.slice(1, 4).map((clause) => clause.id);
  await page.locator(`#clause-${first}`).scrollIntoViewIfNeeded();
  const handle = await page.locator(`#clause-${first} .clause-handle`).boundingBox();
  const target = await page.locator(`#clause-${third}`).boundingBox();
  if (handle === null || target === null) throw new Error("the clauses are not to be seen");
  const x = handle.x + handle.width / 2;
  await page.mouse.move(x, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, target.y + target.height * 0.75, { steps: 12 });
  await page.mouse.move(x, target.y + target.height * 0.9, { steps: 4 });
  await page.mouse.up();
  const after = (await order(page)).map((clause) => clause.id);
  expect(after.indexOf(first ?? "")).toBeGreaterThan(after.indexOf(second ?? ""));
  expect(after).toHaveLength(before.length);
  await expectSaved(page);
});

test("everyone sees whose caret is where", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(page);
  await openDraft(other);
  await typeAtEnd(other, body(other, CLAUSE), " Here.");
  await expect(body(page, CLAUSE)).toContainText("Here.");
  const clause = await clauseOf(body(page, CLAUSE));
  await expect(page.locator(`#clause-${clause} .remote-caret`)).toHaveAttribute("data-name", "Mateo Quispe");
  await expect(page.locator(".draft-present")).toContainText("Mateo Quispe");
});
