// Why a level is what it is, how it came about, how it was, and what it would be.
import { clausesAtLevel, openInstrument, takePosition } from "./support/acts.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const TELEPHONE = { width: 360, height: 740 };

test("who asks why a level changed is led to the entry, and back to how it was before", async ({ browser, fresh }) => {
  const head = await signIn(browser, fresh, PEOPLE.heads[0]);
  await openInstrument(head);
  const clause = (await clausesAtLevel(head, "Full consensus"))[1] ?? "";
  await takePosition(head, clause, {
    stand: "Object",
    grounds: "Our law does not allow for it.",
    remedy: "Add: where the law of the country allows it.",
  });
  const reader = await signIn(browser, fresh, PEOPLE.heads[6]);
  await reader.goto(clause);
  await reader.getByRole("link", { name: "Why did this change?" }).click();
  const course = reader.getByRole("region", { name: "How the agreement went" });
  const latest = course.getByRole("row").nth(1);
  await expect(latest).toContainText("Objections open");
  await expect(latest).toContainText("Object");
  await expect(course.getByRole("row").nth(2)).toContainText("Full consensus");
  await latest.getByRole("link", { name: /^As it was then/ }).click();
  const then = reader.getByRole("region", { name: /^Then, / });
  await expect(then).toContainText("Objections open");

  const slider = reader.getByRole("slider");
  await slider.focus();
  const spoken = await slider.getAttribute("aria-valuetext");
  await reader.keyboard.press("ArrowLeft");
  await expect(then).toContainText("Full consensus");
  await expect(then).toContainText("Now:");
  await expect(slider).toBeFocused();
  expect(await slider.getAttribute("aria-valuetext")).not.toBe(spoken);
  await expect(reader).toHaveURL(/as_of=\d+$/);
  await reader.reload();
  await expect(then).toContainText("Full consensus");
});

test("moves are rehearsed on a telephone, without script, at an address to share", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.heads[0], { script: false });
  await page.setViewportSize(TELEPHONE);
  await openInstrument(page);
  const clause = (await clausesAtLevel(page, "Full consensus"))[1] ?? "";
  await page.goto(clause);
  await page.getByRole("link", { name: "What if?" }).click();
  await expect(page.getByText("This is a rehearsal.")).toBeVisible();
  const moves = page.getByRole("combobox");
  await moves.nth(0).selectOption({ label: "Object" });
  await moves.nth(1).selectOption({ label: "Concern" });
  await page.getByRole("button", { name: "Show what would be" }).click();
  const would = page.getByRole("region", { name: "As it would be" });
  await expect(would).toContainText("1 objection is open");
  await expect(page.getByRole("region", { name: "As it stands" })).toContainText("Full consensus");
  expect(new URL(page.url()).searchParams.getAll("move")).toHaveLength(2);

  const other = await signIn(browser, fresh, PEOPLE.heads[6]);
  await other.goto(page.url());
  await expect(other.getByRole("region", { name: "As it would be" })).toContainText("1 objection is open");
  await other.goto(clause);
  await expect(other.getByRole("complementary", { name: "Agreement" })).toContainText("Full consensus");
});

test("without script a number leads to an earlier entry", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0], { script: false });
  await page.setViewportSize(TELEPHONE);
  await openInstrument(page);
  await page.getByRole("link", { name: "As it was before" }).click();
  await expect(page.getByRole("slider")).toBeHidden();
  const earliest = page.getByRole("link", { name: /^as of entry/ }).last();
  const number = (await earliest.innerText()).replace(/\D/g, "");
  await page.getByLabel("Entry number").fill(number);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`as of entry ${number}`);
  await expect(page.getByRole("region", { name: /^Then, / })).toBeVisible();
});

test("the figures are sorted and read without a pointer, and their data kept", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0]);
  await page.setViewportSize(TELEPHONE);
  await openInstrument(page);
  await page.getByRole("link", { name: "Figures", exact: true }).click();
  const table = page.locator(".positions-table");
  await table.getByRole("link", { name: "Level" }).focus();
  await page.keyboard.press("Enter");
  await expect(table.getByRole("columnheader", { name: /^Level/ })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("img").first()).toHaveAccessibleName(/consensus/);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "The data as CSV Organisations and clauses" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/positions\.csv$/);
});
