// The margin of the live draft, used as people do.
import { type Locator, type Page, expect } from "@playwright/test";
import { body } from "./draft.js";

/** The margin beside the text. */
export function margin(page: Page): Locator {
  return page.locator("#discussion");
}

/** The card of the thread in which something is said, or which quotes it. */
export function card(page: Page, words: string): Locator {
  return page.locator(".margin-thread", { hasText: words });
}

/** The words of a clause that are marked as discussed, as they read. */
export async function marked(page: Page, place: number): Promise<string> {
  return (await body(page, place).locator("mark.discussed").allInnerTexts()).join("");
}

/** Selects words at the start of a clause with the keyboard. */
export async function selectStart(page: Page, place: number, letters: number): Promise<void> {
  await body(page, place).click();
  await page.keyboard.press("Control+Home");
  for (let letter = 0; letter < letters; letter += 1) await page.keyboard.press("Shift+ArrowRight");
}

/** Fills in and sends the form of a new discussion that is open. */
export async function begin(page: Page, audience: string, message: string): Promise<void> {
  await margin(page).getByLabel(audience).check();
  await margin(page).getByLabel("Message").fill(message);
  await margin(page).getByRole("button", { name: "Begin the discussion" }).click();
  await expect(margin(page).getByRole("button", { name: "Begin the discussion" })).toHaveCount(0);
}

/** Writes an answer in a card whose messages are shown. */
export async function answer(thread: Locator, message: string): Promise<void> {
  await thread.getByLabel("Reply").fill(message);
  await thread.getByRole("button", { name: "Send" }).click();
  await expect(thread.locator(".message").last()).toContainText(message);
}
