// What is said beside the live draft: about words that move while everybody writes, read by a circle that never grows.
import { expectAccessible, LOOKS } from "./support/axe.js";
import { body, expectSaved, openDraft, typeAtEnd } from "./support/draft.js";
import { answer, begin, card, margin, marked, selectStart } from "./support/margin.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const CLAUSE = 3;
const COLLEAGUE = "mateo@te-sa.example";

test("two people discuss words of the draft while one of them goes on writing", async ({ browser, fresh }) => {
  test.slow();
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, COLLEAGUE);
  await openDraft(chair);
  await openDraft(other);

  const words = (await body(chair, CLAUSE).innerText()).slice(0, 9);
  await selectStart(chair, CLAUSE, words.length);
  await chair.keyboard.press("Control+Alt+m");
  await expect(margin(chair).getByRole("radio", { checked: true })).toHaveCount(0);
  await margin(chair).getByLabel("The working group").check();
  await margin(chair).getByLabel("Message").pressSequentially("Who says so, @mate");
  await chair.keyboard.press("ArrowDown");
  await chair.keyboard.press("Enter");
  await expect(margin(chair).getByLabel("Message")).toHaveValue("Who says so, @Mateo Quispe ");
  await margin(chair).getByRole("button", { name: "Begin the discussion" }).click();

  // The other page hears of it without being touched.
  const theirs = card(other, words);
  await expect(theirs).toContainText("Working group");
  await expect.poll(() => marked(other, CLAUSE)).toBe(words);
  await expect(other.locator(".clause-discussed:visible")).toHaveText("1 discussion");

  // The mark leads to the thread, and the thread to the words.
  await body(other, CLAUSE).locator("mark.discussed").first().click();
  await expect(theirs).toHaveClass(/is-active/);
  await expect(theirs.locator(".message")).toContainText("Who says so, @Mateo Quispe");
  await answer(theirs, "The preamble does.");
  await theirs.getByRole("button", { name: /show in the text/ }).click();
  await expect(body(other, CLAUSE)).toBeFocused();
  expect(await other.evaluate(() => document.getSelection()?.toString())).toBe(words);

  // Words before them and inside them: the mark keeps to its characters.
  await selectStart(other, CLAUSE, 0);
  await other.keyboard.type("Being ");
  await expectSaved(other);
  await expect(body(chair, CLAUSE)).toContainText(`Being ${words}`);
  await expect.poll(() => marked(chair, CLAUSE)).toBe(words);
  await other.reload();
  await expectSaved(other);
  await expect.poll(() => marked(other, CLAUSE)).toBe(words);

  const mine = card(chair, words);
  await expect(mine.locator(".message").last()).toContainText("The preamble does.");
  await mine.getByRole("button", { name: "Mark as resolved" }).click();
  await expect(margin(other).getByText("1 resolved")).toBeVisible();
  await expect(other.locator("mark.discussed")).toHaveCount(0);
  await margin(other).getByText("1 resolved").click();
  await card(other, words).getByRole("button", { name: /^Show \d messages$/ }).click();
  await card(other, words).getByRole("button", { name: "Reopen" }).click();
  await expect.poll(() => marked(chair, CLAUSE)).toBe(words);

  await other.goto("/notices");
  await expect(other.getByRole("link", { name: /mentioned you in a discussion/ })).toBeVisible();
});

test("a thread whose words are deleted is kept without a passage, and comes back with them", async ({ browser, fresh }) => {
  test.slow();
  const page = await signIn(browser, fresh, PEOPLE.chair);
  await openDraft(page);
  const words = (await body(page, CLAUSE).innerText()).slice(0, 9);
  await selectStart(page, CLAUSE, words.length);
  await page.keyboard.press("Control+Alt+m");
  await begin(page, "The working group", "Too strong a word.");
  await selectStart(page, CLAUSE, words.length);
  await page.keyboard.press("Delete");
  const orphans = margin(page).getByRole("region", { name: "Without a passage" });
  await expect(orphans).toContainText(words);
  await expect(orphans).toContainText("Words gone");
  await expect(page.locator("mark.discussed")).toHaveCount(0);
  await expectSaved(page);
  await page.reload();
  await expect(orphans).toContainText("Words gone");
  await body(page, CLAUSE).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type(words);
  await expect(orphans).toBeHidden();
  await expect.poll(() => marked(page, CLAUSE)).toBe(words);
  await card(page, words).getByRole("button", { name: "Show 1 message" }).click();
  await expect(card(page, words).locator(".message")).toContainText("Too strong a word.");
  for (const look of LOOKS) await expectAccessible(page, look);
});

test("a thread inside an organisation is shown to its people in the group and to nobody else", async ({ browser, fresh }) => {
  const head = await signIn(browser, fresh, PEOPLE.heads[1]);
  const colleague = await signIn(browser, fresh, COLLEAGUE);
  const elsewhere = await signIn(browser, fresh, COLLEAGUE);
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const draft = await openDraft(colleague);
  await openDraft(chair);
  await selectStart(colleague, CLAUSE, 6);
  await colleague.getByRole("button", { name: "Discuss", exact: true }).click();
  await begin(colleague, "My organisation only", "Our court would object.");
  await expect(card(colleague, "Inside TE-SA")).toBeVisible();
  await elsewhere.goto(draft);
  await expect(card(elsewhere, "Inside TE-SA")).toBeVisible();
  // The head of delegation does not read the draft, and so not what quotes it.
  const thread = await colleague.locator(".margin-thread").getAttribute("data-thread");
  expect((await head.goto(`/threads/${thread ?? ""}`))?.status()).toBe(404);

  // What the chair begins now is heard of everywhere: by then the other thread would have been.
  await selectStart(chair, CLAUSE + 1, 6);
  await chair.keyboard.press("Control+Alt+m");
  await begin(chair, "The working group", "And here?");
  await expect(colleague.locator(".margin-thread")).toHaveCount(2);
  await expect(chair.locator(".margin-thread")).toHaveCount(1);
  await expect(body(chair, CLAUSE).locator("mark.discussed")).toHaveCount(0);
  await chair.reload();
  await expect(chair.locator(".margin-thread")).toHaveCount(1);
});

test("what was acknowledged outlasts a killed server, and what was not sent stays in its field", async ({ browser, fresh }) => {
  test.slow();
  const page = await signIn(browser, fresh, PEOPLE.chair);
  await openDraft(page);
  const words = (await body(page, CLAUSE).innerText()).slice(0, 9);
  await selectStart(page, CLAUSE, words.length);
  await page.keyboard.press("Control+Alt+m");
  await begin(page, "The working group", "Before the power cut.");
  const thread = card(page, words);
  await expect(thread.locator(".message")).toContainText("Before the power cut.");
  await fresh.kill();
  await thread.getByLabel("Reply").fill("After it.");
  await thread.getByRole("button", { name: "Send" }).click();
  await expect(thread.getByRole("alert").first()).toContainText("Try again when you are connected.");
  await expect(thread.getByLabel("Reply")).toHaveValue("After it.");
  await fresh.serveAgain();
  await expectSaved(page);
  await thread.getByRole("button", { name: "Send" }).click();
  await expect(thread.locator(".message")).toHaveCount(2);
  await page.reload();
  await expect.poll(() => marked(page, CLAUSE)).toBe(words);
  await thread.getByRole("button", { name: "Show 2 messages" }).click();
  await expect(thread.locator(".message").last()).toContainText("After it.");
});

test("whoever cannot write in the draft discusses it all the same, and the margin fits everybody", async ({ browser, fresh }) => {
  test.slow();
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const reader = await signIn(browser, fresh, COLLEAGUE);
  const draft = await openDraft(chair);
  await chair.goto(`${draft}/freeze`);
  await chair.locator("textarea").fill("While the lawyers read it.");
  await chair.locator("main button[type=submit]").first().click();
  await reader.goto(draft);
  await expect(reader.locator(".draft-status")).toBeVisible();
  const text = body(reader, CLAUSE);
  const words = await text.evaluate((place) => {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const node = walker.nextNode();
    if (!node) throw new Error("the clause has no text");
    const range = document.createRange();
    range.setStart(node, 0);
    range.setEnd(node, 6);
    document.getSelection()?.removeAllRanges();
    document.getSelection()?.addRange(range);
    return range.toString();
  });
  await reader.getByRole("button", { name: "Discuss", exact: true }).click();
  await begin(reader, "The working group", "This can wait.");
  await expect.poll(() => marked(reader, CLAUSE)).toBe(words);
  await expect(card(reader, words).locator(".message")).toContainText("This can wait.");
  for (const look of LOOKS) await expectAccessible(reader, look);
  await margin(reader).evaluate((place) => place.scrollIntoView());
  await selectNothing(reader);
  await reader.getByRole("button", { name: /^Discuss|^Show discussion/ }).click();
  for (const look of LOOKS) await expectAccessible(reader, look);
});

test("an act in a thread that somebody else settled meanwhile is refused in words", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  const draft = await openDraft(page);
  await typeAtEnd(page, body(page, CLAUSE), " And more.");
  await selectStart(page, CLAUSE, 6);
  await page.keyboard.press("Control+Alt+m");
  await begin(page, "The working group", "Settled soon.");
  const id = (await page.locator(".margin-thread").getAttribute("data-thread")) ?? "";
  // Without the news of it, the page still shows the form.
  await page.route("**/threads", (route) => (route.request().method() === "GET" ? route.abort() : route.fallback()));
  const other = await page.context().newPage();
  await other.goto(`/threads/${id}`);
  await other.getByRole("button", { name: "Mark as resolved" }).click();
  await expect(other.getByText("The discussion is resolved.")).toBeVisible();
  expect(draft).toContain("/drafts/");
  await page.bringToFront();
  await page.locator(".margin-thread").getByLabel("Reply").fill("One more thing.");
  await page.locator(".margin-thread").getByRole("button", { name: "Send" }).click();
  await expect(page.locator(".margin-thread").getByRole("alert").first()).toContainText("resolved");
  await expect(page.locator(".margin-thread").getByLabel("Reply")).toHaveValue("One more thing.");
});

/** Takes every selection away. */
function selectNothing(page: import("@playwright/test").Page): Promise<void> {
  return page.evaluate(() => document.getSelection()?.removeAllRanges());
}
