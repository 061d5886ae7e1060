// What is said beside the record: by whom it can be read, at a desk and on a telephone, and where one hears of it.
import { type Page } from "@playwright/test";
import { openInstrument, tableRevision } from "./support/acts.js";
import { expectAccessible, LOOKS } from "./support/axe.js";
import { openDraft } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const COLLEAGUE = "mateo@te-sa.example";

/** Opens the first clause on the table that has a text, and returns its address. */
async function openClause(page: Page): Promise<string> {
  const instrument = await openInstrument(page);
  const links = page.locator("li.clause:has(.body)").locator(`a[href^="${instrument}/clauses/"]`);
  const href = await links.first().getAttribute("href");
  const clause = (href ?? "").split("/").slice(0, 5).join("/");
  await page.goto(clause);
  return clause;
}

test("a discussion is opened on picked words, read by its circle alone, and answered on a telephone", async ({ browser, fresh }) => {
  test.slow();
  const opener = await signIn(browser, fresh, COLLEAGUE);
  const clause = await openClause(opener);
  const quote = await opener.evaluate(() => {
    const body = document.querySelector("[data-discussed] .body");
    const text = body?.firstChild;
    if (!text) throw new Error("the clause has no text");
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, Math.min(12, text.textContent?.length ?? 0));
    const selection = document.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    return range.toString().trim();
  });
  const begin = opener.getByRole("link", { name: "The working group" });
  await expect(begin).toHaveAttribute("href", /quote=/);
  await begin.click();
  await expect(opener.locator("#quote")).toHaveValue(quote);
  await expect(opener.getByText("Only those who may read the working draft can read this.")).toBeVisible();
  await opener.locator("#message").fill("Is this the right word?");
  await opener.getByRole("button", { name: "Begin the discussion" }).click();
  await expect(opener.getByText("The discussion has begun.")).toBeVisible();
  const thread = new URL(opener.url()).pathname;
  for (const look of LOOKS) await expectAccessible(opener, look);

  const outsider = await signIn(browser, fresh, PEOPLE.heads[0]);
  const answer = await outsider.goto(thread);
  expect(answer?.status()).toBe(404);
  await outsider.goto(clause);
  await expect(outsider.getByText("Is this the right word?")).toHaveCount(0);

  const reader = await signIn(browser, fresh, PEOPLE.chair, { touch: true });
  await reader.goto(clause);
  await reader.locator(`a[href="${thread}"]`).click();
  await reader.locator("#message").fill("It is.");
  await reader.getByRole("button", { name: "Send" }).click();
  await expect(reader.locator("#m2")).toContainText("It is.");
  const width = await reader.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  // The opener's page hears of it, and so does the digest.
  await expect(opener.locator("#m2")).toContainText("It is.");
  await opener.goto("/notices");
  await expect(opener.getByRole("link", { name: /wrote in a discussion you take part in/ }).first()).toBeVisible();
  for (const look of LOOKS) await expectAccessible(opener, look);
  await reader.goto(thread);
  await reader.getByRole("button", { name: "Mark as resolved" }).click();
  await expect(reader.getByText("The discussion is resolved.")).toBeVisible();
  await opener.goto(thread);
  await expect(opener.getByText(/^Resolved by/)).toBeVisible();
  await opener.getByRole("button", { name: "Reopen" }).click();
  await expect(opener.getByText("The discussion is open again.")).toBeVisible();
});

test("an organisation talks about an amendment among itself, and a mention reaches the colleague alone", async ({ browser, fresh }) => {
  const head = await signIn(browser, fresh, PEOPLE.heads[1]);
  const colleague = await signIn(browser, fresh, COLLEAGUE);
  const other = await signIn(browser, fresh, PEOPLE.heads[0]);
  const instrument = await openInstrument(head);
  await head.goto(`${instrument}/amendments`);
  const amendment = await head.locator(`a[href^="${instrument}/amendments/"]`).evaluateAll((links) => {
    const paths = links.map((link) => new URL((link as HTMLAnchorElement).href).pathname);
    return paths.find((path) => /\/amendments\/[0-9a-f-]{36}$/.test(path)) ?? "";
  });
  await head.goto(amendment);
  await head.getByRole("link", { name: "My organisation only" }).click();
  await expect(head.getByText("Only delegates of this organisation can read this.")).toBeVisible();
  await head.locator("#message").pressSequentially("Can we live with that, @mate");
  await head.getByRole("option", { name: /^Mateo Quispe/ }).click();
  await head.getByRole("button", { name: "Begin the discussion" }).click();
  const thread = new URL(head.url()).pathname;

  await colleague.goto("/notices");
  await expect(colleague.getByRole("link", { name: /mentioned you in a discussion/ })).toBeVisible();
  await colleague.goto(thread);
  await expect(colleague.locator("#m1")).toContainText("Can we live with that, @Mateo Quispe");
  expect((await other.goto(thread))?.status()).toBe(404);
  await other.goto(amendment);
  await expect(other.locator("#discussion").getByText("Inside TE-SA")).toHaveCount(0);
  await other.goto(`${instrument}/threads`);
  await expect(other.locator(`a[href="${thread}"]`)).toHaveCount(0);
  await other.goto("/notices");
  await expect(other.getByText("mentioned you in a discussion")).toHaveCount(0);
});

test("a delegate prepares a position inside, and the head of delegation submits it", async ({ browser, fresh }) => {
  const colleague = await signIn(browser, fresh, COLLEAGUE);
  const head = await signIn(browser, fresh, PEOPLE.heads[1]);
  const other = await signIn(browser, fresh, PEOPLE.heads[0]);
  const clause = await openClause(colleague);
  await colleague.goto(`${clause}/position`);
  await colleague.getByRole("group", { name: "Position" }).getByLabel("Object", { exact: true }).check();
  await colleague.locator("#grounds").fill("Our court publishes first.");
  await colleague.locator("#remedy").fill("Add: after the court has spoken.");
  await colleague.getByRole("button", { name: "Prepare for the head of delegation" }).click();
  await expect(colleague.getByText("The position is prepared.")).toBeVisible();
  const prepared = new URL(colleague.url()).pathname;
  await expect(colleague.getByRole("button", { name: "Submit this position" })).toHaveCount(0);
  expect((await other.goto(prepared))?.status()).toBe(404);
  await other.goto(clause);
  await expect(other.getByText("Our court publishes first.")).toHaveCount(0);

  await head.goto(prepared);
  for (const look of LOOKS) await expectAccessible(head, look);
  await head.getByRole("button", { name: "Submit this position" }).click();
  await expect(colleague.getByText(/^Submitted by Lucía Fernández Ibarra/)).toBeVisible();
  await other.goto(clause);
  await expect(other.getByText("Our court publishes first.").first()).toBeVisible();
});

test("a temperature check is answered by two organisations and makes no position", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const colleague = await signIn(browser, fresh, COLLEAGUE);
  const instrument = await openInstrument(chair);
  const clause = await openClause(colleague);
  const before = await colleague.getByRole("complementary", { name: "Agreement" }).innerText();
  await chair.goto(`${instrument}/temperature`);
  await chair.getByRole("link", { name: "Open a temperature check" }).click();
  await chair.locator("#question").fill("Is this the right way?");
  await chair.locator("input[name=checked]").first().check();
  await chair.getByLabel("Each organisation of the working group answers once").check();
  await chair.getByRole("button", { name: "Open a temperature check" }).click();
  await expect(chair.getByText("The temperature check is open.")).toBeVisible();
  const check = new URL(chair.url()).pathname;
  await expect(chair.getByText("This is not a position.").first()).toBeVisible();

  await colleague.goto(check);
  await colleague.getByLabel("Cannot live with it").check();
  await colleague.getByLabel("Remark (optional)").fill("Too fast.");
  await colleague.getByRole("button", { name: "Answer" }).click();
  await expect(colleague.getByText("Your answer has been kept.")).toBeVisible();
  // The chair's open page hears of it.
  const row = chair.getByRole("row", { name: /^Cannot live with it/ });
  await expect(row).toContainText("TE-SA");
  await expect(row).toContainText("Too fast.");
  for (const look of LOOKS) await expectAccessible(chair, look);
  await colleague.goto(clause);
  await expect(colleague.getByRole("complementary", { name: "Agreement" })).toHaveText(before, { useInnerText: true });
  await chair.getByRole("button", { name: "Close it now" }).click();
  await expect(chair.getByText("The temperature check is closed.")).toBeVisible();
  await colleague.goto(check);
  await expect(colleague.getByRole("button", { name: "Answer" })).toHaveCount(0);
});

test("words that are no longer on the table are kept with their discussion", async ({ browser, fresh }) => {
  test.slow();
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const reader = await signIn(browser, fresh, COLLEAGUE);
  const clause = await openClause(reader);
  const text = await reader.locator("[data-discussed] .body").innerText();
  const quote = text.split(" ").slice(0, 3).join(" ");
  await reader.getByRole("link", { name: "All delegates" }).click();
  await reader.locator("#quote").fill(quote);
  await reader.locator("#message").fill("Why these words?");
  await reader.getByRole("button", { name: "Begin the discussion" }).click();
  await expect(reader.getByText("The discussion has begun.")).toBeVisible();
  const thread = new URL(reader.url()).pathname;

  const draft = await openDraft(chair);
  await chair.goto(`${draft}/clauses/${clause.split("/").at(-1) ?? ""}`);
  await chair.locator("textarea#text").fill("Quite another sentence stands here now.");
  await chair.locator("main form button[type=submit]").first().click();
  await expect(chair).toHaveURL(/\/drafts\//);
  await tableRevision(chair, await openInstrument(chair));
  // The open page of the discussion hears of it.
  await expect(reader.getByText("These words are no longer in the text.")).toBeVisible();
  await expect(reader.locator("blockquote.passage mark")).toHaveText(quote);
  await reader.goto(clause);
  await expect(reader.locator(".threads li", { has: reader.locator(`a[href="${thread}"]`) })).toContainText("Words gone");
});
