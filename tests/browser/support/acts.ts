// What people do on the pages, as a person would: by the words on them.
import { type Locator, type Page, expect } from "@playwright/test";

/** A position as the form takes it. */
export interface Position {
  readonly stand: string;
  readonly mandate?: string;
  readonly reservation?: string;
  readonly grounds?: string;
  readonly remedy?: string;
}

/** Opens the instrument that the demonstration negotiates, the first one listed, and returns its address. */
export async function openInstrument(page: Page): Promise<string> {
  await page.goto("/instruments");
  await page.getByRole("main").getByRole("heading", { level: 2 }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/instruments\/[0-9a-f-]+$/);
  return new URL(page.url()).pathname;
}

/** Returns the addresses of the clauses whose level reads so, from the page of the instrument. */
export function clausesAtLevel(page: Page, level: string): Promise<string[]> {
  const clauses = page.locator("li.clause", { has: page.locator(".clause-side .level", { hasText: level }) });
  return clauses.evaluateAll((items) =>
    items.map((item) => new URL(item.querySelector("a")?.href ?? "").pathname),
  );
}

/** Fills in the form of a position, checks it and records it. */
export async function takePosition(page: Page, clause: string, position: Position): Promise<void> {
  await page.goto(`${clause}/position`);
  await page.getByRole("group", { name: "Position" }).getByLabel(position.stand, { exact: true }).check();
  if (position.mandate !== undefined) await page.getByLabel(position.mandate, { exact: true }).check();
  await fill(page.locator("#reservation"), position.reservation);
  await fill(page.locator("#grounds"), position.grounds);
  await fill(page.locator("#remedy"), position.remedy);
  await page.getByRole("button", { name: "Check before recording" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Record this position?");
  await page.getByRole("button", { name: "Record this position" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Position on record");
}

async function fill(field: Locator, text: string | undefined): Promise<void> {
  if (text !== undefined) await field.fill(text);
}

/** Proposes another text for a clause and returns the address of the amendment. */
export async function proposeChange(page: Page, clause: string, text: string, rationale: string): Promise<string> {
  await page.goto(`${clause}/amend`);
  await page.locator("textarea#text").fill(text);
  await page.locator("#rationale").fill(rationale);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Preview of your amendment");
  await page.getByRole("button", { name: "Table this amendment" }).click();
  await expect(page.getByText("The amendment has been tabled.")).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Tables the draft, whatever is open being carried over. */
export async function tableRevision(chair: Page, instrument: string): Promise<void> {
  await chair.goto(`${instrument}/table`);
  const open = chair.getByRole("group", { name: /no disposition yet/ }).getByRole("checkbox");
  for (const amendment of await open.all()) await amendment.check();
  await chair.getByRole("button", { name: "Check before tabling" }).click();
  await chair.getByRole("button", { name: /^Table revision/ }).click();
  await expect(chair.getByRole("heading", { level: 1 })).not.toContainText("Table revision");
}
