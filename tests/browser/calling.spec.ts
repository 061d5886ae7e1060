// The road to consensus, walked by those who have a part in it.
import { type Page, expect } from "@playwright/test";
import { clausesAtLevel, openInstrument, takePosition } from "./support/acts.js";
import { PEOPLE, signIn, test } from "./support/people.js";

/** Returns the instant some days from now as a field of a form takes it, in the browser's zone. */
function inDays(page: Page, days: number): Promise<string> {
  return page.evaluate((days) => {
    const at = new Date(Date.now() + days * 86_400_000);
    const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
    return local.toISOString().slice(0, 16);
  }, days);
}

/** Opens a call on clauses, named by their addresses, and returns the address of its page. */
async function openCall(chair: Page, instrument: string, clauses: readonly string[], kind: string): Promise<string> {
  await chair.goto(`${instrument}/calls`);
  await chair.getByRole("link", { name: "Open a call" }).click();
  await chair.getByLabel(kind).check();
  for (const clause of clauses) await chair.locator(`[name=called][value="${clause.split("/").at(-1) ?? ""}"]`).check();
  await chair.getByLabel("Closes").fill(await inDays(chair, 7));
  await chair.getByRole("button", { name: "Open the call" }).click();
  await expect(chair.getByText("The call is open.")).toBeVisible();
  return new URL(chair.url()).pathname;
}

/** Takes a step that a page offers, saying something with it. */
async function takeStep(page: Page, link: string, button: string, said?: string): Promise<void> {
  await page.getByRole("link", { name: link, exact: true }).click();
  if (said !== undefined) await page.locator("form textarea").fill(said);
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page.getByText("It is on record.")).toBeVisible();
}

test("an objection is answered, sustained and decided, and a second organisation joins it", async ({
  browser,
  fresh,
}) => {
  const objector = await signIn(browser, fresh, PEOPLE.heads[0]);
  const joiner = await signIn(browser, fresh, PEOPLE.heads[1]);
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  await openInstrument(objector);
  const clause = (await clausesAtLevel(objector, "Full consensus"))[1] ?? "";
  await objector.goto(`${clause}/position`);
  await expect(objector.locator("#passage")).toBeHidden();
  await objector.getByLabel("Object", { exact: true }).check();
  await objector.locator("#passage").fill("every result");
  await objector.locator("#grounds").fill("Our law does not allow for it.");
  await objector.locator("#remedy").fill("Add: where the law of the country allows it.");
  await objector.getByRole("button", { name: "Check before recording" }).click();
  await objector.getByRole("button", { name: "Record this position" }).click();
  await expect(objector.getByRole("main")).toContainText("every result");

  await joiner.goto(`${clause}/position`);
  await joiner.getByLabel("Object", { exact: true }).check();
  await joiner.locator("#grounds").fill("Neither does ours.");
  await joiner.locator("#remedy").fill("The same addition.");
  await joiner.getByLabel("Joins the objection of").selectOption({ index: 1 });
  await joiner.getByRole("button", { name: "Check before recording" }).click();
  await expect(joiner.getByText("It joins the objection of IEC-K.")).toBeVisible();
  await joiner.getByRole("button", { name: "Record this position" }).click();

  await chair.goto(clause);
  await takeStep(chair, "Answer", "Give this answer", "Paragraph 2 leaves that to the law of each country.");
  await objector.goto(clause);
  await takeStep(objector, "Sustain", "Sustain the objection", "Paragraph 2 is not binding.");
  await joiner.goto(clause);
  await takeStep(joiner, "Withdraw", "Withdraw the objection", "The answer is enough for us.");
  await chair.goto(clause);
  await takeStep(chair, "Decide", "Record this decision", "It was discussed in two meetings.");

  const reader = await signIn(browser, fresh, PEOPLE.observer);
  await reader.goto(clause);
  const objections = reader.getByRole("region", { name: "Objections" }).getByRole("article");
  await expect(objections.first()).toContainText("Decided: addressed, not accommodated");
  await expect(objections.first()).toContainText("Paragraph 2 is not binding.");
  await expect(objections.nth(1)).toContainText("joins the objection of IEC-K");
  await expect(objections.nth(1)).toContainText("The answer is enough for us.");
});

test("a call is opened, extended, answered by all, closed, and its clause designated and challenged", async ({
  browser,
  fresh,
}) => {
  test.slow();
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const head = await signIn(browser, fresh, PEOPLE.heads[2]);
  const instrument = await openInstrument(chair);
  const clause = (await clausesAtLevel(chair, "Full consensus"))[1] ?? "";
  const call = await openCall(chair, instrument, [clause], "consensus call");

  await head.goto(call);
  await expect(head.getByRole("row", { name: /^HAE-B/ })).toContainText("Opened");
  await takePosition(head, clause, { stand: "Accept", mandate: "Ad referendum" });
  await head.goto(clause);
  const own = head.getByRole("region", { name: "Where the organisations stand" }).getByRole("row", { name: /^HAE-B/ });
  await expect(own).toContainText("Ad referendum");
  await takeStep(head, "Confirm", "Confirm the position", "Decision 12 of our commission, 20 November.");
  await expect(own).not.toContainText("Ad referendum");

  await chair.goto(call);
  await chair.getByRole("link", { name: "Extend", exact: true }).click();
  await chair.getByLabel("Closes").fill(await inDays(chair, 2));
  await chair.locator("form textarea").fill("Two members asked for time.");
  await chair.getByRole("button", { name: "Extend the call" }).click();
  // A call is never shortened.
  await expect(chair.getByRole("alert")).toBeVisible();
  await chair.getByLabel("Closes").fill(await inDays(chair, 9));
  await chair.getByRole("button", { name: "Extend the call" }).click();
  await expect(chair.getByRole("region", { name: "Extensions" })).toContainText("Two members asked for time.");

  const electorate = chair.getByRole("region", { name: "Organisations" });
  const silent = electorate.getByRole("row").filter({ hasText: "0 of 1 clauses" });
  for (const name of await silent.getByRole("rowheader").allInnerTexts()) {
    const short = name.split(" ")[0]?.toLowerCase() ?? "";
    const address = PEOPLE.heads.find((head) => head.includes(`@${short}.`)) ?? "";
    const another = await signIn(browser, fresh, address);
    await takePosition(another, clause, { stand: "Endorse", mandate: "Firm" });
    await another.context().close();
  }
  await chair.goto(call);
  await takeStep(chair, "Close now", "Close the call");
  await chair.getByRole("link", { name: "Outcome letter" }).click();
  await expect(chair.getByText("It was closed early, every organisation having answered.")).toBeVisible();

  await chair.goto(clause);
  await takeStep(chair, "Designate the level", "Designate this level");
  await head.goto(clause);
  await expect(head.getByRole("complementary", { name: "Agreement" })).toContainText("Designated:");
  await takeStep(head, "Challenge the designation", "Challenge it", "Two delegations had not seen the last version.");
  await chair.goto(clause);
  await expect(chair.getByRole("main")).toContainText("Two delegations had not seen the last version.");
});

test("silence is broken on one clause and goes on for the other", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const instrument = await openInstrument(chair);
  const clauses = (await clausesAtLevel(chair, "Full consensus")).slice(1, 3);
  const call = await openCall(chair, instrument, clauses, "silence procedure");
  const head = await signIn(browser, fresh, PEOPLE.heads[3]);
  await takePosition(head, clauses[0] ?? "", {
    stand: "Object",
    grounds: "It leaves out islands.",
    remedy: "Name them.",
  });
  await expect(head.getByRole("main")).toContainText("Name them.");
  await chair.goto(call);
  const rows = chair.getByRole("region", { name: "Clauses" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("Broken");
  await expect(rows.nth(1)).toContainText("ECSI");
  await expect(rows.nth(2)).toContainText("Unbroken");

  await fresh.kill();
  await fresh.serveAgain();
  await chair.reload();
  await expect(rows.nth(1)).toContainText("Broken");
  await expect(rows.nth(2)).toContainText("Unbroken");
});

test("the secretariat enters a letter, and the organisation contests it", async ({ browser, fresh }) => {
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  await openInstrument(secretariat);
  const clause = (await clausesAtLevel(secretariat, "Full consensus"))[1] ?? "";
  await secretariat.goto(clause);
  await secretariat.getByRole("link", { name: "Enter a position for an organisation" }).click();
  await secretariat.locator("#entry-organisation").selectOption({ index: 3 });
  const name = await secretariat.locator("#entry-organisation option:checked").innerText();
  await secretariat.getByLabel("How it was given").selectOption("By letter");
  await secretariat.getByLabel("Evidence").fill("Letter 4/2026 of 18 November, signed by the president.");
  await secretariat.getByLabel("Concern", { exact: true }).check();
  await secretariat.locator("#grounds").fill("The time is too short.");
  await secretariat.getByRole("button", { name: "Check before recording" }).click();
  await expect(secretariat.getByRole("heading", { level: 1 })).toHaveText("Enter this position?");
  await expect(secretariat.getByRole("main")).toContainText(name);
  await secretariat.getByRole("button", { name: "Enter this position" }).click();
  await expect(secretariat.getByText("not yet confirmed")).toBeVisible();
});

test("the secretariat changes the rules of the procedure and lists holidays", async ({ browser, fresh }) => {
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  const instrument = await openInstrument(secretariat);
  await secretariat.goto(`${instrument}/procedure-rules`);
  await secretariat.getByLabel("Shortest silence procedure, in hours").fill("48");
  await secretariat.getByLabel("Withheld until consultation").check();
  await secretariat.locator("#reason").fill("The plenary asked for it.");
  await secretariat.getByRole("button", { name: "See what changes" }).click();
  await expect(secretariat.locator("ins").first()).toContainText("48 hours");
  await secretariat.getByRole("button", { name: "Change the rules of the procedure" }).click();
  await expect(secretariat.getByText("The rules of the procedure have been changed.")).toBeVisible();
  await secretariat.goto("/holidays");
  await secretariat.getByRole("textbox", { name: /^Days/ }).fill("2026-12-25\n2027-01-01\n");
  await secretariat.getByRole("button", { name: "Save" }).click();
  await expect(secretariat.getByText("1 January 2027")).toBeVisible();
});
