// People write one text at once, go offline and come back.
import { body, expectSaved, openDraft, status, typeAtEnd } from "./support/draft.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const CLAUSE = 3;

test("two delegates write in one clause at once and lose no letter", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(chair);
  await openDraft(other);
  const before = await body(chair, CLAUSE).innerText();

  await body(chair, CLAUSE).click();
  await body(other, CLAUSE).click();
  await chair.keyboard.press("Control+Home");
  await other.keyboard.press("Control+End");
  await Promise.all([
    chair.keyboard.type("The counting is public. ", { delay: 5 }),
    other.keyboard.type(" Results are posted at the door.", { delay: 5 }),
  ]);

  const both = `The counting is public. ${before} Results are posted at the door.`;
  for (const page of [chair, other]) {
    await expect(body(page, CLAUSE)).toHaveText(both);
    await expectSaved(page);
  }
  await chair.reload();
  await expect(body(chair, CLAUSE)).toHaveText(both);
});

test("words written offline outlast a reload and merge on return", async ({ browser, fresh }) => {
  const away = await signIn(browser, fresh, PEOPLE.chair);
  const there = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(away);
  await away.reload();
  await expectSaved(away);
  await openDraft(there);

  await away.context().setOffline(true);
  await expect(status(away)).not.toHaveAttribute("data-status", "saved");
  await typeAtEnd(away, body(away, CLAUSE), " Written on a train.");
  await expect(status(away)).toHaveAttribute("data-status", "kept");
  await typeAtEnd(there, body(there, CLAUSE), " Written at a desk.");
  await expectSaved(there);

  await away.reload();
  await expect(body(away, CLAUSE)).toContainText("Written on a train.");
  await expect(body(away, CLAUSE)).not.toContainText("Written at a desk.");

  await away.context().setOffline(false);
  for (const page of [away, there]) {
    await expect(body(page, CLAUSE)).toContainText("Written on a train.");
    await expect(body(page, CLAUSE)).toContainText("Written at a desk.");
    await expectSaved(page);
  }
});

test("each person undoes only what is their own", async ({ browser, fresh }) => {
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(chair);
  await openDraft(other);
  await typeAtEnd(chair, body(chair, CLAUSE), " One.");
  await expect(body(other, CLAUSE)).toContainText("One.");
  await typeAtEnd(other, body(other, CLAUSE), " Two.");
  await expect(body(chair, CLAUSE)).toContainText("Two.");

  await body(chair, CLAUSE).click();
  await chair.keyboard.press("Control+z");
  for (const page of [chair, other]) {
    await expect(body(page, CLAUSE)).not.toContainText("One.");
    await expect(body(page, CLAUSE)).toContainText("Two.");
  }
});
