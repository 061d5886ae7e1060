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

test("what was shown as saved outlasts a killed server, and what was not comes through", async ({ browser, fresh }) => {
  test.slow();
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  const other = await signIn(browser, fresh, "mateo@te-sa.example");
  await openDraft(chair);
  await openDraft(other);
  const before = await body(chair, CLAUSE).innerText();
  const [head, tail] = ["The count is open to all who ask. ".repeat(8), " Nobody is turned away.".repeat(8)];
  await body(chair, CLAUSE).click();
  await body(other, CLAUSE).click();
  await chair.keyboard.press("Control+Home");
  await other.keyboard.press("Control+End");
  await Promise.all([chair.keyboard.type(head), other.keyboard.type(tail)]);
  for (const page of [chair, other]) {
    await expect(body(page, CLAUSE)).toHaveText(`${head}${before}${tail}`);
    await expectSaved(page);
  }

  await fresh.kill();
  await expect(status(chair)).toHaveAttribute("data-status", "offline");
  await chair.keyboard.type("Always. ");
  await expect(status(chair)).toHaveAttribute("data-status", "kept");
  await fresh.serveAgain();
  await other.reload();
  const whole = `${head}Always. ${before}${tail}`;
  for (const page of [chair, other]) {
    await expect(body(page, CLAUSE)).toHaveText(whole, { timeout: 60_000 });
    await expectSaved(page);
  }
  // A browser that has nothing of it yet reads what the server has.
  const elsewhere = await signIn(browser, fresh, PEOPLE.chair);
  await openDraft(elsewhere);
  await expect(body(elsewhere, CLAUSE)).toHaveText(whole);
});

test("the line says saved only of what the server has confirmed", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.chair);
  let deaf = false;
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/live$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (deaf) held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  await openDraft(page);
  deaf = true;
  await typeAtEnd(page, body(page, CLAUSE), " Not yet confirmed.");
  await expect(status(page)).toHaveAttribute("data-status", "saving");
  // What was sent is answered, but the answer is under way.
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await expect(status(page)).toHaveAttribute("data-status", "saving");
  deaf = false;
  for (const deliver of held) deliver();
  await expectSaved(page);
});
