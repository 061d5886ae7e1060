// A clause removed by one and edited by another at once: the chair decides.
import type { Browser, Page } from "@playwright/test";
import { body, clauseOf, expectSaved, openDraft, status, tool, typeAtEnd } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";
import type { Program } from "./support/program.js";

const CLAUSE = 3;
const WORDS = " Written while it was removed.";

/** What the chair and a member see after a removal and an edit that knew nothing of each other. */
interface Contest {
  readonly chair: Page;
  readonly writer: Page;
  readonly id: string;
}

async function contest(browser: Browser, program: Program): Promise<Contest> {
  const chair = await signIn(browser, program, PEOPLE.chair);
  const writer = await signIn(browser, program, "mateo@te-sa.example");
  await openDraft(chair);
  await openDraft(writer);
  const id = await clauseOf(body(writer, CLAUSE));

  await writer.context().setOffline(true);
  await expect(status(writer)).not.toHaveAttribute("data-status", "saved");
  await typeAtEnd(writer, body(writer, CLAUSE), WORDS);
  await expect(status(writer)).toHaveAttribute("data-status", "kept");
  await tool(chair, id, "Remove");
  await expectSaved(chair);
  await writer.context().setOffline(false);

  for (const page of [chair, writer]) {
    const decision = page.getByRole("region", { name: "Removed while it was being edited" });
    await expect(decision).toContainText(WORDS.trim());
    await expect(page.locator(`#clause-${id}`)).toHaveCount(0);
    await expectSaved(page);
  }
  await expect(writer.getByRole("button", { name: "Keep the clause" })).toHaveCount(0);
  return { chair, writer, id };
}

test("the chair keeps a clause that was removed while it was edited", async ({ browser, fresh }) => {
  const { chair, writer, id } = await contest(browser, fresh);
  await chair.getByRole("button", { name: "Keep the clause" }).click();
  for (const page of [chair, writer]) {
    await expect(page.locator(`#clause-${id} .clause-body`)).toContainText(WORDS.trim());
    await expect(page.getByText("Removed while it was being edited")).toHaveCount(0);
  }
});

test("the chair removes a clause that was edited meanwhile", async ({ browser, fresh }) => {
  const { chair, writer, id } = await contest(browser, fresh);
  await chair.reload();
  await expect(chair.getByText("Removed while it was being edited")).toBeVisible();
  await chair.getByRole("button", { name: "Remove the clause" }).click();
  for (const page of [chair, writer]) {
    await expect(page.getByText("Removed while it was being edited")).toHaveCount(0);
    await expect(page.locator(`#clause-${id}`)).toHaveCount(0);
    await page.locator(".removed-clauses summary").click();
    await expect(page.locator(".removed-clauses")).toContainText(WORDS.trim());
  }
});
