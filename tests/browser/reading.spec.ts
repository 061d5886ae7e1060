// Reading a text in negotiation: compared, in lines, in brackets, on the screen of the room.
import type { Page } from "@playwright/test";
import { openInstrument } from "./support/acts.js";
import { expectAccessible, LOOKS } from "./support/axe.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

/** Returns the address of the first clause in brackets, from the rolling text. */
async function bracketedClause(page: Page, instrument: string): Promise<string> {
  await page.goto(`${instrument}/rolling?clauses=bracketed`);
  const clause = page.locator("li.clause:has(.bracket.base) .clause-number a").first();
  return new URL((await clause.getAttribute("href")) ?? "", page.url()).pathname;
}

/** Where an element begins, from the top and from the start of the window. */
async function corner(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).first().boundingBox();
  return box ?? { x: -1, y: -1 };
}

test("revisions are compared in one text and side by side, and stacked on a telephone", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0], { script: false });
  const instrument = await openInstrument(page);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await expect(page.locator("ins, del")).not.toHaveCount(0);
  await expect(page.locator("table.columns")).toHaveCount(0);
  await page.getByRole("link", { name: "Side by side" }).click();
  await expect(page).toHaveURL(/view=side/);
  const cells = (n: number): string => `table.columns tbody tr td:nth-child(${n})`;
  const [before, after] = [await corner(page, cells(1)), await corner(page, cells(2))];
  expect(after.y).toBe(before.y);
  expect(after.x).toBeGreaterThan(before.x);
  await expect(page.locator(`${cells(1)} ins`)).toHaveCount(0);
  await expect(page.locator(`${cells(2)} del`)).toHaveCount(0);

  await page.setViewportSize({ width: 360, height: 740 });
  const [above, below] = [await corner(page, cells(1)), await corner(page, cells(2))];
  expect(below.x).toBe(above.x);
  expect(below.y).toBeGreaterThan(above.y);

  const clause = await bracketedClause(page, instrument);
  await page.goto(clause);
  await page.getByRole("link", { name: "Compare its wordings" }).click();
  await page.locator("#to").selectOption({ index: -1 + (await page.locator("#to option").count()) });
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.locator("h2", { hasText: "Amendment" })).toBeVisible();
  await expect(page.locator("ins, del")).not.toHaveCount(0);
});

test("what was read is marked by a button and not by looking", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.heads[0]);
  const instrument = await openInstrument(page);
  const link = page.getByRole("link", { name: "What changed since you last read" });
  await link.click();
  await expect(page.getByText("not marked this text as read yet")).toBeVisible();
  await page.goto(instrument);
  await link.click();
  await expect(page.getByText("not marked this text as read yet")).toBeVisible();
  await page.getByRole("button", { name: "Mark as read" }).click();
  await expect(page.getByText("The text has been marked as read.")).toBeVisible();
  await page.getByRole("link", { name: /What changed since you last read \(/ }).click();
  await expect(page.getByText("Nothing has changed since.")).toBeVisible();
});

test("a numbered line keeps its number on a telephone, and its reference leads to where it stands now", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0], { script: false });
  const instrument = await openInstrument(page);
  await page.goto(`${instrument}/revisions/1`);
  const words = await page.locator("#L14 .line-words").textContent();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${instrument}/revisions/1#L14`);
  await expect(page.locator("#L14 .line-words")).toHaveText(words ?? "");
  await expect(page.locator("#L14")).toBeInViewport();

  await page.getByLabel("Reference to a line").fill("rev. 1, line 14");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page).toHaveURL(/\/revisions\/1\/lines\/14$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Revision 1, line 14");
  const now = page.getByRole("region", { name: "Where it stands now" });
  await now.getByRole("link", { name: /Revision \d+, line \d+/ }).click();
  await expect(page.locator(".line:target")).toHaveText(words ?? "");
});

test("a reference that leads nowhere is said to, so that everybody hears of it", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0]);
  const instrument = await openInstrument(page);
  await page.goto(`${instrument}/lines?reference=nowhere`);
  await expect(page.locator(".error-summary")).toBeFocused();
  for (const look of LOOKS) await expectAccessible(page, look);
});

test("the rolling text is switched and kept as a file, and its brackets are not copied", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0]);
  const instrument = await openInstrument(page);
  await page.getByRole("link", { name: "Rolling text" }).click();
  const shown = await page.locator("li.clause").count();
  await page.getByRole("link", { name: "Bracketed clauses only" }).click();
  await expect(page.locator("li.clause:not(.bracketed)")).toHaveCount(0);
  expect(await page.locator("li.clause").count()).toBeLessThan(shown);
  await expect(page.locator(".bracket .by bdi")).not.toHaveCount(0);
  await page.getByRole("link", { name: "Without names" }).click();
  await expect(page.locator(".bracket .by bdi")).toHaveCount(0);
  await expect(page).toHaveURL(/by=off&clauses=bracketed/);

  await page.goto(`${instrument}/rolling?clauses=bracketed`);
  const bracket = page.locator(".bracket.alternative:has(.by bdi)").first();
  const copied = await bracket.evaluate((element) => {
    const selection = getSelection();
    selection?.selectAllChildren(element);
    return selection?.toString() ?? "";
  });
  expect(copied).not.toMatch(/[[\]—]/);
  expect(copied.trim()).not.toBe("");

  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Markdown" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/-brackets\.md$/);
});

test("a screen follows the chair until somebody turns the page, and follows again", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const screen = await signIn(browser, fresh, PEOPLE.observer);
  const faults: string[] = [];
  for (const page of [chair, screen]) {
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  }
  const instrument = await openInstrument(chair);
  await chair.goto(`${instrument}/projector`);
  await screen.goto(`${instrument}/projector`);
  const place = (page: Page) => page.locator(".projector-place");
  await expect(place(screen)).toHaveText(/^1 of/);
  await expect(screen.getByText("Following the chair")).toBeVisible();
  await expect(screen.getByRole("button", { name: "Show this clause in the room" })).toHaveCount(0);

  for (const key of ["ArrowRight", "PageDown", "ArrowRight", "ArrowLeft"]) {
    const before = await place(chair).textContent();
    await chair.keyboard.press(key);
    await expect(place(chair)).not.toHaveText(before ?? "");
  }
  await expect(place(chair)).toHaveText(/^3 of/);
  await chair.keyboard.press("s");
  await expect(chair.getByText("This clause is shown in the room")).toBeVisible();
  await expect(place(screen)).toHaveText(/^3 of/);

  await screen.keyboard.press("End");
  await expect(place(screen)).toHaveText(/^(\d+) of \1$/);
  await chair.keyboard.press("ArrowRight");
  await expect(place(chair)).toHaveText(/^4 of/);
  await chair.getByRole("button", { name: "Show this clause in the room" }).click();
  await expect(chair.getByText("This clause is shown in the room")).toBeVisible();
  await expect(place(screen)).toHaveText(/^(\d+) of \1$/);
  await screen.getByRole("link", { name: "Follow the chair" }).click();
  await expect(place(screen)).toHaveText(/^4 of/);

  await screen.reload();
  await expect(place(screen)).toHaveText(/^4 of/);
  await chair.keyboard.press("Home");
  await expect(place(chair)).toHaveText(/^1 of/);
  await chair.keyboard.press("s");
  await expect(place(screen)).toHaveText(/^1 of/);
  expect(faults).toEqual([]);
});

test("the projector needs no script to turn the page", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0], { script: false });
  const instrument = await openInstrument(page);
  await page.goto(`${instrument}/projector`);
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await expect(page.locator(".projector-place")).toHaveText(/^2 of/);
  await page.getByRole("link", { name: "Follow the chair" }).click();
  await expect(page.locator(".projector-place")).toHaveText(/^1 of/);
});

test("every run of words says in words who brought it", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0], { script: false });
  const instrument = await openInstrument(page);
  await page.goto(`${instrument}/amendments?state=adopted&kind=modify`);
  await page.getByRole("main").locator("li.card a").last().click();
  await page.getByRole("link", { name: "to the clause" }).click();
  await page.getByRole("link", { name: "Who wrote what" }).click();
  const sources = page.locator("tbody tr");
  await expect(sources.filter({ hasText: /Amendment \d+ of/ })).not.toHaveCount(0);
  await expect(sources.filter({ hasText: "in the working draft" })).not.toHaveCount(0);
  const notes = await page.locator(".run sup a").count();
  expect(notes).toBeGreaterThan(2);
  const source = sources.filter({ hasText: /Amendment \d+ of/ }).first();
  const id = (await source.getAttribute("id")) ?? "";
  await page.locator(`.run sup a[href="#${id}"]`).first().click();
  await expect(page.locator("tr:target")).toHaveId(id);
});
