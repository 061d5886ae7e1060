// Organisations take positions, and everyone sees at once what that makes of a clause.
import { clausesAtLevel, openInstrument, takePosition } from "./support/acts.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

test("five organisations take positions, one objects, and a sixth sees it on an open page", async ({
  browser,
  fresh,
}) => {
  const [first, second, third, fourth, fifth] = PEOPLE.heads;
  const sixth = await signIn(browser, fresh, PEOPLE.heads[6]);
  await openInstrument(sixth);
  const clause = (await clausesAtLevel(sixth, "Full consensus"))[1] ?? "";
  await sixth.goto(clause);
  const agreement = sixth.getByRole("complementary", { name: "Agreement" });
  await expect(agreement).toContainText("Full consensus");
  const sentence = await agreement.innerText();

  for (const [person, position] of [
    [first, { stand: "Endorse", mandate: "Ad referendum" }],
    [second, { stand: "Accept", mandate: "Ad referendum" }],
    [third, { stand: "Endorse with reservation", mandate: "Firm", reservation: "We do not join the last half-sentence." }],
    [fourth, { stand: "Concern", grounds: "The term is not defined anywhere in this text." }],
    [
      fifth,
      {
        stand: "Object",
        grounds: "Our law does not allow for it.",
        remedy: "Add: where the law of the country allows it.",
      },
    ],
  ] as const) {
    const page = await signIn(browser, fresh, person);
    await takePosition(page, clause, position);
    await page.context().close();
  }

  await expect(agreement).toContainText("Objections open");
  await expect(agreement).not.toContainText("Full consensus");
  expect(await agreement.innerText()).not.toBe(sentence);
  const stands = sixth.getByRole("region", { name: "Where the organisations stand" });
  await expect(stands).toContainText("Our law does not allow for it.");
});

test("a position is taken with script switched off", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.heads[0], { script: false });
  await openInstrument(page);
  const clause = (await clausesAtLevel(page, "No quorum"))[0] ?? "";
  await takePosition(page, clause, { stand: "Endorse", mandate: "Firm" });
  await page.goto(clause);
  await expect(page.getByRole("row", { name: /^IEC-K/ })).toContainText("Endorse");
});

test("an objection without its reason and its cure is asked for them", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.heads[0]);
  await openInstrument(page);
  const clause = (await clausesAtLevel(page, "Full consensus"))[1] ?? "";
  await page.goto(`${clause}/position`);
  await page.getByLabel("Object", { exact: true }).check();
  await page.getByRole("button", { name: "Check before recording" }).click();
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveCount(2);
});
