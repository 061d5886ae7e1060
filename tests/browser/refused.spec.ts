// A change that the server refuses is explained, and its words are not lost.
import { body, expectSaved, openDraft, status } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

test("a refused change is explained, kept to be copied, and undone", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  await openDraft(page);
  const before = await body(page, 3).innerText();
  await body(page, 3).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("More than fits. ".repeat(13_000));

  const panel = page.getByRole("alert").filter({ hasText: "The server refused your last changes" });
  await expect(panel).toContainText("a clause has become too long. Divide it into several clauses.", { timeout: 60_000 });
  await expect(status(page)).toHaveText("Refused: a clause has become too long. Divide it into several clauses.");
  await expect(panel.getByRole("textbox")).toHaveValue(/More than fits\. More than fits\./);
  await panel.getByRole("button", { name: "Reload from the server" }).click();
  await expectSaved(page);
  await expect(panel).toHaveCount(0);
  await expect(body(page, 3)).toContainText(before);
});
