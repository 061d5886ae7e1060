// Amendments in negotiation: chair, sponsors, co-sponsors and the secretariat.
import type { Page } from "@playwright/test";
import { openInstrument, proposeChange, tableRevision } from "./support/acts.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const BY = {
  communityNetwork: PEOPLE.heads[5],
  domesticMonitors: PEOPLE.heads[6],
  observers: PEOPLE.heads[7],
  technologists: PEOPLE.heads[9],
} as const;

/** Opens an amendment of the demonstration by its printed number. */
async function openAmendment(page: Page, instrument: string, number: number): Promise<string> {
  await page.goto(`${instrument}/amendments`);
  await page.getByRole("link", { name: `Amendment ${number}`, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`Amendment ${number}`);
  return new URL(page.url()).pathname;
}

/** Ticks amendments on the chair's desk, and asks what they make together. */
async function weigh(chair: Page, instrument: string, numbers: readonly number[]): Promise<void> {
  await chair.goto(`${instrument}/adoption`);
  for (const number of numbers) await chair.getByLabel(new RegExp(`^Amendment ${number} `)).check();
  await chair.getByRole("button", { name: "See what they make together" }).click();
  await expect(chair.getByRole("heading", { name: "Together" })).toBeVisible();
}

/** Adopts what was weighed, having read the sentences that two amendments change together. */
async function adopt(chair: Page): Promise<void> {
  for (const read of await chair.getByLabel(/^I have read what amendments/).all()) await read.check();
  await chair.getByRole("button", { name: "Adopt these amendments" }).click();
  await expect(chair.getByText("The amendments have been taken into the working draft.")).toBeVisible();
}

test("the chair adopts what fits in one act and takes it back, and whoever is left is told", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const sponsor = await signIn(browser, fresh, BY.domesticMonitors);
  const instrument = await openInstrument(chair);

  // Two that change the same words: said as soon as the second is ticked.
  const outcome = chair.getByRole("status", { name: "Together" });
  await chair.goto(`${instrument}/adoption`);
  await chair.getByLabel(/^Amendment 24 /).check();
  await expect(outcome.locator("ins").filter({ hasText: "two hours" })).toBeVisible();
  await chair.getByLabel(/^Amendment 25 /).check();
  await expect(outcome).toContainText("Two of these amendments cannot both be adopted as they stand.");
  await expect(chair.getByRole("button", { name: "Adopt these amendments" })).toHaveCount(0);

  // Two that fit, and what they shut out.
  await weigh(chair, instrument, [18, 24]);
  await expect(outcome.locator("ins").filter({ hasText: "two hours" })).toBeVisible();
  await expect(outcome.locator("ins").filter({ hasText: "Names and signatures" })).toBeVisible();
  await expect(outcome).toContainText(/Amendments (24 and 25|25 and 24): they change the same words/);
  await adopt(chair);

  // The sponsor of one that collides keeps it, and sees where it stands.
  await sponsor.goto("/");
  const own = sponsor.locator("li", { has: sponsor.getByRole("link", { name: "Amendment 25" }) });
  await expect(own.filter({ hasText: "Another amendment to the clause was adopted" })).toBeVisible();
  await openAmendment(sponsor, instrument, 25);
  await expect(sponsor.getByRole("heading", { name: "Other amendments to the clause have been adopted" })).toBeVisible();
  await expect(sponsor.getByText("The clause has changed in the same words since")).toBeVisible();

  // Taken back: both are open again, and the words are gone.
  await openAmendment(chair, instrument, 24);
  await chair.getByRole("link", { name: "Undo the adoption" }).click();
  await expect(chair.getByRole("region", { name: "In the working draft" }).locator("del").first()).toBeVisible();
  await chair.getByLabel("Why it is undone").fill("The wrong box was ticked.");
  await chair.getByRole("button", { name: "Undo the adoption" }).click();
  await expect(chair.getByText("the amendment is open again")).toBeVisible();
  for (const number of [18, 24]) {
    await openAmendment(chair, instrument, number);
    await expect(chair.getByRole("heading", { level: 1 })).toContainText("Open");
  }
});

test("a sponsor settles a conflict with the next revision in the three-way view", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const sponsor = await signIn(browser, fresh, BY.domesticMonitors, { touch: true });
  const instrument = await openInstrument(chair);
  await weigh(chair, instrument, [18, 24]);
  await adopt(chair);
  await tableRevision(chair, instrument);

  const amendment = await openAmendment(sponsor, instrument, 25);
  await expect(sponsor.getByRole("heading", { name: "The clause on the table has changed" })).toBeVisible();
  await sponsor.getByRole("link", { name: "Settle what is in conflict" }).click();
  const places = sponsor.getByRole("group", { name: "A passage of the text" });
  await expect(places.first()).toContainText("As it was");
  // At first nothing of the sponsor's own is given up; then one place is.
  await expect(sponsor.locator("textarea#text")).toHaveValue(/noon of the day after polling/);
  for (const place of await places.all()) await place.getByLabel("As it stands now").check();
  await sponsor.getByRole("button", { name: "Put these together" }).click();
  await expect(sponsor.locator("textarea#text")).toHaveValue(/within two hours/);
  for (const place of await places.all()) await place.getByLabel("As your amendment has it").check();
  await sponsor.getByRole("button", { name: "Put these together" }).click();
  await sponsor.getByRole("button", { name: "Preview" }).click();
  await expect(sponsor.locator("ins").filter({ hasText: "noon" })).toBeVisible();
  await sponsor.getByRole("button", { name: "Table this amendment" }).click();
  await expect(sponsor.getByText("The amendment has another text now.")).toBeVisible();
  await expect(sponsor.getByText("(text 2 of 2)")).toBeVisible();

  // The text before stays readable, and who co-sponsored is asked again.
  await sponsor.getByRole("link", { name: "Text 1" }).click();
  await expect(sponsor.getByText("(text 1 of 2)")).toBeVisible();
  const cosponsor = await signIn(browser, fresh, BY.communityNetwork);
  await cosponsor.goto(amendment);
  await cosponsor.getByRole("link", { name: "Co-sponsor", exact: true }).click();
  await cosponsor.getByRole("button", { name: "Co-sponsor this amendment" }).click();
  await expect(cosponsor.getByText("Your organisation co-sponsors this amendment.")).toBeVisible();
});

test("chair, sponsor and secretariat agree on a procedure, a part and another wording", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair, { touch: true });
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  const sponsor = await signIn(browser, fresh, BY.domesticMonitors);
  const instrument = await openInstrument(chair);

  // The secretariat advises, the sponsor contests, the secretariat advises otherwise.
  const amendment = await openAmendment(secretariat, instrument, 25);
  await secretariat.getByRole("link", { name: "Propose procedure" }).click();
  await secretariat.getByLabel("Overtaken").check();
  await secretariat.getByLabel("The other amendment").selectOption({ label: "Amendment 24: modify Principle 4.1" });
  await secretariat.getByRole("button", { name: "Propose this" }).click();
  await expect(secretariat.getByText("The procedure has been proposed.")).toBeVisible();
  await sponsor.goto("/");
  await expect(sponsor.getByText("The secretariat proposes a procedure")).toBeVisible();
  await sponsor.goto(amendment);
  await sponsor.getByRole("link", { name: "Contest", exact: true }).click();
  await sponsor.getByLabel("What you say to it").fill("Noon is not two hours.");
  await sponsor.getByRole("button", { name: "Contest this procedure" }).click();
  await expect(sponsor.getByText("Contested by the sponsor")).toBeVisible();
  await secretariat.getByRole("link", { name: "Propose procedure" }).click();
  await secretariat.getByLabel("Discuss").check();
  await secretariat.getByRole("button", { name: "Propose this" }).click();
  await expect(secretariat.getByText("Version 2", { exact: true })).toBeVisible();

  // The chair offers another wording, on a telephone; without consent nothing is adopted.
  await chair.goto(amendment);
  await chair.getByRole("link", { name: "Offer another wording" }).click();
  const text = chair.locator("textarea#text");
  await text.fill((await text.inputValue()).replace("noon of the day after polling", "midnight"));
  await chair.getByLabel("Note").fill("The day of polling ends at midnight everywhere.");
  await chair.getByRole("button", { name: "Offer this wording" }).click();
  await expect(chair.getByText("The sponsor has been asked to consent.")).toBeVisible();
  await expect(chair.getByRole("link", { name: "Adopt with that wording" })).toHaveCount(0);
  await sponsor.goto(amendment);
  await sponsor.getByRole("link", { name: "Consent", exact: true }).click();
  await expect(sponsor.locator("ins").filter({ hasText: "midnight" })).toBeVisible();
  await sponsor.getByRole("button", { name: "Consent to this wording" }).click();
  await chair.goto(amendment);
  await chair.getByRole("link", { name: "Adopt with that wording" }).click();
  await expect(chair.getByRole("region", { name: "In the working draft" })).toContainText("midnight");
  await chair.getByRole("button", { name: "Adopt with this wording" }).click();
  await expect(chair.getByRole("heading", { level: 1 })).toContainText("Adopted with another wording");

  // Part of another one is taken in, the rest stays open.
  const clause = new URL((await chair.getByRole("link", { name: "to the clause" }).getAttribute("href")) ?? "", chair.url());
  await sponsor.goto(`${clause.pathname}/amend`);
  const now = await sponsor.locator("textarea#text").inputValue();
  const two = now.replace("Results are", "All results are").replace("signed result form", "signed form");
  const divided = await proposeChange(sponsor, clause.pathname, two, "Two small changes.");
  await chair.goto(divided);
  await chair.getByRole("link", { name: "Adopt in part" }).click();
  await chair.getByRole("group", { name: "Its changes" }).getByRole("checkbox").first().check();
  await chair.getByRole("button", { name: "See what these do" }).click();
  await expect(chair.getByRole("region", { name: "In the working draft" }).locator("ins").first()).toContainText("All results");
  await chair.getByRole("button", { name: "Adopt this part" }).click();
  await expect(chair.getByText("Part of the amendment has been taken into the working draft.")).toBeVisible();
  await expect(chair.getByRole("heading", { level: 1 })).toContainText("Open");
  const parts = chair.getByRole("region", { name: "Adopted parts" });
  await expect(parts).toBeVisible();

  // The chair thinks better of it, and the words leave the working draft again.
  await parts.getByRole("link", { name: "Undo the adoption of this part" }).click();
  await expect(chair.getByRole("region", { name: "In the working draft" }).locator("del").first()).toContainText("All results");
  await chair.getByLabel("Why it is undone").fill("The other change was meant.");
  await chair.getByRole("button", { name: "Undo the adoption of this part" }).click();
  await expect(parts).toContainText("The other change was meant.");
  await expect(parts.getByRole("link", { name: "Undo the adoption of this part" })).toHaveCount(0);
});

test("a package of every kind is written without script, and collisions are read and declared", async ({ browser, fresh }) => {
  const sponsor = await signIn(browser, fresh, BY.observers, { script: false, touch: true });
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const instrument = await openInstrument(sponsor);
  await openAmendment(sponsor, instrument, 24);
  const clause = (await sponsor.getByRole("link", { name: "to the clause" }).getAttribute("href")) ?? "";
  await sponsor.goto(`${clause}/amend/alternative`);
  await sponsor.locator("textarea#text").fill("Every polling unit publishes its own result.");
  await sponsor.locator("#rationale").fill("Shorter, and it belongs first.");
  await sponsor.getByRole("button", { name: "Preview" }).click();
  await expect(sponsor.getByText("The alternative", { exact: true })).toBeVisible();
  for (const [kind, write] of [
    ["Move a clause", async () => sponsor.getByLabel("Place").selectOption({ index: 0 })],
    ["Hint to the drafters", async () => sponsor.getByLabel("What the drafters should do").fill("Say “result form” throughout.")],
    ["New clause", async () => sponsor.locator("textarea#text").fill("Nobody is asked why they want to see a result.")],
  ] as const) {
    await sponsor.getByText("Add a further change").click();
    await sponsor.getByLabel("What it does").selectOption({ label: kind });
    await sponsor.getByRole("button", { name: "Write the further change" }).click();
    await write();
    await sponsor.getByRole("button", { name: "Preview" }).click();
    await expect(sponsor.getByRole("heading", { level: 1 })).toHaveText("Preview of your amendment");
  }
  await sponsor.getByRole("button", { name: "Take out of the package" }).nth(2).click();
  await sponsor.getByRole("button", { name: "Table these 3 changes as one package" }).click();
  await expect(sponsor.getByText("The amendment has been tabled.")).toBeVisible();
  await expect(sponsor.getByText("In one package with")).toBeVisible();
  const alternative = new URL(sponsor.url()).pathname;

  // What it meets, in words and side by side.
  await expect(sponsor.getByRole("region", { name: "Other amendments it meets" })).toContainText("one replaces the clause as a whole");
  await chair.goto(`${clause}/competing`);
  await expect(chair.locator(".wording-card mark").first()).toBeVisible();
  await expect(chair.getByRole("region", { name: /^Amendment 24/ })).toContainText("Amendment 25: they change the same words. Both change:");
  await chair.goto(`${instrument}/collisions`);
  const matrix = chair.getByRole("table").first();
  await expect(matrix.getByRole("row", { name: /Amendment 25/ })).toContainText("same words");

  // A person sees what no rule can see, and thinks better of it.
  await chair.goto(alternative);
  await chair.getByRole("link", { name: "Declare a collision" }).click();
  await chair.getByLabel("The other amendment").selectOption({ label: "Amendment 19: modify Clause 6.1.1" });
  await chair.getByLabel("Why").fill("The time limit counts from a publication that this one removes.");
  await chair.getByRole("button", { name: "Declare the collision" }).click();
  await expect(chair.getByRole("region", { name: "Other amendments it meets" })).toContainText("somebody declared");
  await chair.goto(`${instrument}/collisions`);
  await expect(chair.getByRole("region", { name: "Between different clauses" })).toContainText("counts from a publication");
  await chair.goto(alternative);
  await chair.getByRole("link", { name: "Lift", exact: true }).click();
  await chair.getByLabel("Why").fill("It counts from another one.");
  await chair.getByRole("button", { name: "Lift the collision" }).click();
  await expect(chair.getByRole("region", { name: "Other amendments it meets" })).not.toContainText("somebody declared");
});
