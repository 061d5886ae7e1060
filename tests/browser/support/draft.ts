// The live draft as people use it: by typing.
import { type Locator, type Page, expect } from "@playwright/test";
import { openInstrument } from "./acts.js";

/** Opens the working draft of the demonstration and waits until it can be written in. */
export async function openDraft(page: Page): Promise<string> {
  await openInstrument(page);
  await page.getByRole("link", { name: "Working draft" }).first().click();
  await expectSaved(page);
  return new URL(page.url()).pathname;
}

/** Expects that the page says that everything is durable on the server. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(status(page)).toHaveAttribute("data-status", "saved");
}

/** Returns the line that says where the words are. */
export function status(page: Page): Locator {
  return page.locator(".draft-status");
}

/** Returns the body of the numbered clause at a place, counted from the first. */
export function body(page: Page, place: number): Locator {
  return page.locator("li.draft-clause .clause-body").nth(place);
}

/** Types at the end of a text. */
export async function typeAtEnd(page: Page, text: Locator, words: string): Promise<void> {
  await text.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(words);
}
