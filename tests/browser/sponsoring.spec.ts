// An amendment drafted together by its sponsors: private until it is tabled, redlined while it is typed.
import { openInstrument } from "./support/acts.js";
import { expectAccessible, LOOKS } from "./support/axe.js";
import { body, expectSaved, status, typeAtEnd } from "./support/draft.js";
import { type Page } from "@playwright/test";
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const CLAUSE = 3;
const PARTNER = "TE-SA";

/** Begins to draft an amendment and returns the address of the draft. */
async function begin(page: Page, partner: string | null): Promise<string> {
  await openInstrument(page);
  await page.getByRole("link", { name: "Draft an amendment together" }).first().click();
  await page.getByLabel("What you call it while you draft it").fill("Publication at once");
  if (partner !== null) await page.getByLabel(partner, { exact: true }).check();
  await page.getByRole("button", { name: "Begin drafting" }).click();
  await expect(page.getByText("Only the sponsors see this draft.")).toBeVisible();
  await expectSaved(page);
  return new URL(page.url()).pathname;
}

/** Tables the draft that is open, and returns the address of the amendment. */
async function table(page: Page): Promise<string> {
  await page.getByRole("link", { name: "Table it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Table what you drafted");
  await expect(page.locator("ins").first()).toBeVisible();
  await page.locator("#rationale").fill("Voters learn the result where they voted.");
  await page.getByRole("button", { name: "Table the amendment" }).click();
  await expect(page.getByText("The amendment has been tabled.")).toBeVisible();
  return new URL(page.url()).pathname;
}

test("two organisations draft an amendment at once, table it, and the other one confirms", async ({ browser, fresh }) => {
  test.slow();
  const sponsor = await signIn(browser, fresh, PEOPLE.heads[0]);
  const partner = await signIn(browser, fresh, PEOPLE.heads[1]);
  const draft = await begin(sponsor, PARTNER);
  for (const address of [PEOPLE.heads[2], PEOPLE.chair, PEOPLE.secretariat]) {
    const other = await signIn(browser, fresh, address);
    const answer = await other.goto(draft);
    expect(answer?.status(), address).toBe(404);
    await other.goto("/");
    await expect(other.getByText("Publication at once")).toHaveCount(0);
    await other.context().close();
  }

  await partner.goto("/");
  await partner.getByRole("link", { name: "Publication at once" }).click();
  await expect(partner.locator("#draft")).toHaveAttribute("data-can-write", "false");
  await expect(body(partner, CLAUSE)).toBeVisible();
  await partner.getByRole("button", { name: "Take part" }).click();
  await expectSaved(partner);
  // The sponsor's open page hears of it.
  await expect(sponsor.locator(".codrafters li", { hasText: PARTNER })).toContainText("takes part");

  const before = await body(sponsor, CLAUSE).innerText();
  await body(sponsor, CLAUSE).click();
  await body(partner, CLAUSE).click();
  await sponsor.keyboard.press("Control+Home");
  await partner.keyboard.press("Control+End");
  await Promise.all([
    sponsor.keyboard.type("At once: ", { delay: 5 }),
    partner.keyboard.type(" Copies are posted at the door.", { delay: 5 }),
  ]);
  const both = `At once: ${before} Copies are posted at the door.`;
  for (const page of [sponsor, partner]) {
    await expect(body(page, CLAUSE)).toHaveText(both);
    await expectSaved(page);
    const changes = page.locator("#draft-changes");
    await expect(changes.locator("section")).toHaveCount(1);
    await expect(changes.locator("li").first()).toContainText("insert “At once:” at the beginning");
    await expect(changes.locator("li").last()).toContainText("insert “Copies are posted at the door.” after “");
    await expect(changes.locator("ins")).toHaveCount(2);
  }
  // What the browser drew is what the server draws.
  const drawn = await sponsor.locator("#draft-changes li").allInnerTexts();
  await sponsor.reload({ waitUntil: "commit" });
  await expectSaved(sponsor);
  const written = await (await sponsor.request.get(draft)).text();
  for (const sentence of drawn) {
    expect(written.replace(/<\/?bdi>/g, "").replaceAll("&#39;", "'"), sentence).toContain(sentence);
  }

  const amendment = await table(sponsor);
  await expect(partner.getByText("This draft has been tabled.")).toBeVisible();
  await expect(partner.locator(".draft-status")).toHaveAttribute("data-status", /reading|read-only/);
  await partner.goto(`${amendment}/confirm`);
  await partner.locator("form[action$='/confirm'] button[type=submit]").click();
  await expect(partner.getByText("Your organisation co-sponsors this amendment.")).toBeVisible();
  await expect(partner.getByText("insert “At once:” at the beginning")).toBeVisible();
});

test("a sponsor drafts, adds, moves and tables a package on a telephone", async ({ browser, fresh }) => {
  test.slow();
  const page = await signIn(browser, fresh, PEOPLE.heads[0], { touch: true });
  await begin(page, null);
  await typeAtEnd(page, body(page, CLAUSE), " Nobody is turned away.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("A new clause of the package.");
  await expectSaved(page);
  const changes = page.locator("#draft-changes");
  await expect(changes.locator("section")).toHaveCount(2);
  await expect(changes).toContainText("Nobody is turned away.");
  await expect(changes.locator("li").last()).toContainText("“A new clause of the package.”");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.getByRole("link", { name: "Table it" }).click();
  await expect(page.getByText("It makes 2 amendments, which stand or fall together.")).toBeVisible();
  await page.goBack();
  await expectSaved(page);
  await table(page);
});

test("what sponsors wrote outlasts a killed server", async ({ browser, fresh }) => {
  test.slow();
  const sponsor = await signIn(browser, fresh, PEOPLE.heads[0]);
  const partner = await signIn(browser, fresh, PEOPLE.heads[1]);
  const draft = await begin(sponsor, PARTNER);
  await partner.goto(draft);
  await partner.getByRole("button", { name: "Take part" }).click();
  await expectSaved(partner);
  const before = await body(sponsor, CLAUSE).innerText();
  await body(sponsor, CLAUSE).click();
  await sponsor.keyboard.press("Control+Home");
  await sponsor.keyboard.type("At once: ");
  await expect(body(partner, CLAUSE)).toHaveText(`At once: ${before}`);
  await expectSaved(sponsor);

  await fresh.kill();
  await expect(status(sponsor)).toHaveAttribute("data-status", "offline");
  await sponsor.keyboard.type("always: ");
  await expect(status(sponsor)).toHaveAttribute("data-status", "kept");
  await fresh.serveAgain();
  for (const page of [sponsor, partner]) {
    await expect(body(page, CLAUSE)).toHaveText(`At once: always: ${before}`, { timeout: 60_000 });
    await expectSaved(page);
  }
  await sponsor.reload();
  await expect(sponsor.locator("#draft-changes li").first()).toContainText("insert “At once: always:” at the beginning");
});

test("a draft is given up after asking, and amending an amendment begins with its wording", async ({ browser, fresh }) => {
  const page = await signIn(browser, fresh, PEOPLE.heads[0]);
  await begin(page, null);
  await typeAtEnd(page, body(page, CLAUSE), " Nobody is turned away.");
  await expectSaved(page);
  const amendment = await table(page);
  const other = await signIn(browser, fresh, PEOPLE.heads[1]);
  await other.goto(amendment);
  await other.getByRole("link", { name: "Amend it together" }).click();
  await other.getByRole("button", { name: "Begin drafting" }).click();
  await expectSaved(other);
  await expect(body(other, CLAUSE)).toContainText("Nobody is turned away.");
  await expect(other.getByText("Nothing has been changed yet.")).toBeVisible();
  await other.getByRole("link", { name: "Discard", exact: true }).click();
  await other.getByRole("button", { name: "Discard the draft" }).click();
  await expect(other.getByText("This draft has been discarded.")).toBeVisible();
});

test("nothing hinders sponsors on the pages of a draft", async ({ browser, fresh }) => {
  test.slow();
  const page = await signIn(browser, fresh, PEOPLE.heads[0]);
  const draft = await begin(page, PARTNER);
  await typeAtEnd(page, body(page, CLAUSE), " Nobody is turned away.");
  await expectSaved(page);
  await expect(page.locator("#draft-changes section")).toHaveCount(1);
  for (const look of LOOKS) await expectAccessible(page, look);
  for (const rest of ["/table", "/discard"]) {
    await page.goto(`${draft}${rest}`);
    for (const look of LOOKS) await expectAccessible(page, look);
  }
});
