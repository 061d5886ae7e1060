// An amendment from its proposal to the next revision, and what the record keeps of it.
import { clausesAtLevel, openInstrument, proposeChange, takePosition } from "./support/acts.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const REWORDED = "Every result is published within two hours of being signed, at the place where it was counted.";

test("an amendment is incorporated and tabled, endorsements turn stale, and the record keeps each act", async ({
  browser,
  fresh,
}) => {
  const delegate = await signIn(browser, fresh, PEOPLE.heads[0]);
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const instrument = await openInstrument(delegate);
  const clause = (await clausesAtLevel(delegate, "Full consensus"))[2] ?? "";
  await takePosition(delegate, clause, { stand: "Endorse", mandate: "Ad referendum" });

  const amendment = await proposeChange(delegate, clause, REWORDED, "Whoever waits two hours can stay for it.");
  await chair.goto(amendment);
  await expect(chair.locator("ins").first()).toBeVisible();
  await expect(chair.locator("del").first()).toBeVisible();
  await chair.getByRole("link", { name: "Incorporate" }).click();
  await chair.getByRole("button", { name: "Incorporate this amendment" }).click();
  await expect(chair.getByText("The amendment has been taken into the working draft.")).toBeVisible();

  await delegate.goto(clause);
  const own = delegate.getByRole("row", { name: /^IEC-K/ });
  await expect(own).not.toContainText("On an earlier wording");
  await chair.goto(`${instrument}/table`);
  await expect(chair.locator("ins", { hasText: "hours" }).first()).toBeVisible();
  await chair.getByRole("button", { name: "Check before tabling" }).click();
  // Nothing is tabled over amendments on which nobody has said anything.
  await expect(chair.getByRole("alert")).toContainText("Some amendments are open.");
  const open = chair.getByRole("group", { name: /amendments have no disposition yet/ }).getByRole("checkbox");
  for (const amendment of await open.all()) await amendment.check();
  await chair.getByRole("button", { name: "Check before tabling" }).click();
  await chair.getByRole("button", { name: /^Table revision/ }).click();
  await expect(chair.getByRole("heading", { level: 1 })).not.toContainText("Table revision");

  // The page is still open, and follows by itself.
  await expect(own).toContainText("On an earlier wording");
  await expect(delegate.getByRole("region", { name: "Wording" })).toContainText(REWORDED);

  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  const newest = secretariat.locator("[data-live='record'] tbody tr").first();
  for (const [type, who] of [
    ["position_taken", "Nomvula Dlamini"],
    ["amendment_tabled", "Nomvula Dlamini"],
    ["amendments_adopted", "Babajide Adeyemi"],
    ["revision_tabled", "Babajide Adeyemi"],
  ] as const) {
    await secretariat.goto(`/record?type=${type}`);
    await expect(newest).toContainText(who);
  }
  await newest.getByRole("link").first().click();
  await expect(secretariat.getByText("The exact bytes")).toBeVisible();
  await expect(secretariat.getByText('"type":"revision_tabled"')).toBeVisible();
});
