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

/** Returns the identifier of the clause that a text belongs to. */
export async function clauseOf(text: Locator): Promise<string> {
  return (await text.locator("xpath=ancestor::li[1]").getAttribute("data-clause-id")) ?? "";
}

/** Returns the clauses in their order, each with its number and its depth. */
export function order(page: Page): Promise<{ id: string; number: string; depth: number }[]> {
  return page.locator("li.draft-clause").evaluateAll((items) =>
    items.map((item) => ({
      id: (item as HTMLElement).dataset["clauseId"] ?? "",
      number: item.querySelector(".clause-number")?.textContent ?? "",
      depth: Number((item as HTMLElement).dataset["depth"]),
    })),
  );
}

/** Opens the tools of a clause and uses one; on a screen to touch, by touching. */
export async function tool(page: Page, clause: string, name: string, touch = false): Promise<void> {
  const item = page.locator(`#clause-${clause}`);
  const press = (target: Locator): Promise<void> => (touch ? target.tap() : target.click());
  const handle = item.locator(".clause-handle");
  if ((await handle.getAttribute("aria-expanded")) !== "true") await press(handle);
  await press(item.locator(".clause-tools").getByRole("button", { name, exact: true }));
}
