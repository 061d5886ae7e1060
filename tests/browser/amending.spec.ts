// What an amendment changes, drawn while it is typed, and without script once it is sent.
import type { Page } from "@playwright/test";
import { clausesAtLevel, openInstrument } from "./support/acts.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

/** Opens the form to amend a clause of the demonstration. */
async function openForm(page: Page): Promise<void> {
  await openInstrument(page);
  const clause = (await clausesAtLevel(page, "Full consensus"))[2] ?? "";
  await page.goto(`${clause}/amend`);
}

test("a redline follows what is typed into an amendment", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0]);
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await openForm(page);
  const redline = page.getByRole("region", { name: "What changes" });
  await expect(redline).toBeVisible();
  await expect(redline.locator("ins, del")).toHaveCount(0);

  const text = page.locator("textarea#text");
  const before = await text.inputValue();
  const first = before.split(" ")[0] ?? "";
  const word = first.replaceAll("*", "");
  await text.focus();
  await page.keyboard.press("Control+Home");
  for (const _ of first) await page.keyboard.press("Delete");
  await page.keyboard.type("Whatever <b>");
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" And nothing else.");

  // Marks are drawn, not written.
  await expect(redline).not.toContainText("*");
  await expect(redline.locator("del").filter({ hasText: word })).toBeVisible();
  await expect(redline.locator("ins").filter({ hasText: "Whatever <b>" })).toBeVisible();
  await expect(redline.locator("ins").filter({ hasText: "And nothing else." })).toBeVisible();
  await text.fill(before);
  await expect(redline.locator("ins, del")).toHaveCount(0);
  expect(faults).toEqual([]);
});

test("an amendment shows what it changes with script switched off", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0], { script: false });
  await openForm(page);
  await expect(page.locator("[data-redline]")).toBeHidden();
  const text = page.locator("textarea#text");
  await text.fill(`${await text.inputValue()} And nothing else.`);
  await page.locator("#rationale").fill("Whoever reads it should know where it ends.");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Preview of your amendment");
  await expect(page.locator("ins").filter({ hasText: "And nothing else." })).toBeVisible();
});

test("WebAssembly may be compiled where the editor is loaded, and nowhere else", async ({ browser, demonstration }) => {
  const page = await signIn(browser, demonstration, PEOPLE.heads[0]);
  const policy = async (path: string): Promise<string> =>
    (await page.request.get(path)).headers()["content-security-policy"] ?? "";
  await openForm(page);
  expect(await policy(page.url())).toContain("'wasm-unsafe-eval'");
  for (const path of ["/", "/instruments", "/record"]) {
    const told = await policy(path);
    expect(told, path).toContain("script-src 'self'");
    expect(told, path).not.toContain("wasm-unsafe-eval");
  }
});
