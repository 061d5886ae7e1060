// The record checked in the browser: good, continued, put back, altered; and what the page says without script.
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Locator, type Page } from "@playwright/test";
import { expectAccessible, LOOKS } from "./support/axe.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";
import { type Program } from "./support/program.js";

test.describe.configure({ timeout: 240_000 });

const HEAD = PEOPLE.heads[1];
const CHECK = "Check this record";

function panel(page: Page): Locator {
  return page.locator("[data-verifying]");
}

function summary(page: Page): Locator {
  return panel(page).locator("[data-summary]");
}

/** The result of one check, as the table has it: how much held, and in a word. */
function row(page: Page, name: string): Locator {
  return panel(page).locator(`tr[data-check='${name}']`);
}

/** How many entries the last checkpoint of the server covers. */
async function sealed(page: Page): Promise<number> {
  const note = await (await page.request.get("/ledger/checkpoint")).text();
  return Number(note.split("\n")[1]);
}

/** Has an entry recorded, and waits until it is sealed: that a bundle is taken out is one. */
async function record(secretariat: Page): Promise<void> {
  const before = await sealed(secretariat);
  expect((await secretariat.request.get("/record/bundle")).ok()).toBe(true);
  await expect.poll(() => sealed(secretariat)).toBeGreaterThan(before);
}

/** Checks the record and waits for what came of it. */
async function check(page: Page, button = CHECK): Promise<void> {
  await page.goto("/record");
  await panel(page).getByRole("button", { name: button, exact: true }).click();
  await expect(panel(page).locator("[data-result]")).toBeVisible();
  await expect(panel(page).getByRole("button", { name: "Cancel" })).toBeHidden();
}

async function verifiedUpTo(page: Page, size: number): Promise<void> {
  const number = new Intl.NumberFormat("en-GB").format(size - 1);
  await expect(summary(page)).toContainText(`Verified up to entry ${number} in this browser`);
}

/** Copies a folder of data; the sockets in it are made anew by whoever serves it. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith(".sock") });
}

/** Serves what a folder holds in the place of what was served. */
async function serve(program: Program, folder: string): Promise<void> {
  await program.kill();
  rmSync(program.data, { recursive: true });
  copy(folder, program.data);
  await program.serveAgain();
}

/** Saves what a link of the alarm offers, and returns it. */
async function saved(page: Page, link: string): Promise<string> {
  const download = page.waitForEvent("download");
  await panel(page).getByRole("link", { name: link }).click();
  return readFileSync(await (await download).path()).toString();
}

test("a member checks the record, and what is new must continue it", async ({ browser, fresh }) => {
  const member = await signIn(browser, fresh, HEAD);
  await member.goto("/record");
  await expect(summary(member)).toHaveText("Not checked in this browser yet.");
  await check(member);
  const first = await sealed(member);
  await verifiedUpTo(member, first);
  await expect(panel(member).getByRole("status")).toContainText("Everything that was checked holds.");
  await expect(row(member, "canonical")).toContainText(`${first}holds`);
  await expect(row(member, "replay")).toContainText(`${first}holds`);
  await expect(row(member, "consistency")).toContainText("there is none");
  for (const name of ["witnesses", "contents", "wordings", "status", "drafts", "authors"]) {
    await expect(row(member, name)).toContainText("not checked here");
  }
  for (const look of LOOKS) await expectAccessible(member, look);

  await member.reload();
  await verifiedUpTo(member, first);
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  await record(secretariat);
  await check(member);
  await verifiedUpTo(member, first + 1);
  await expect(row(member, "consistency")).toContainText("1holds");
});

test("the secretariat checks the words, too", async ({ browser, fresh }) => {
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  await check(secretariat, "Check everything, words included");
  await expect(panel(secretariat).getByRole("status")).toContainText("the words and drafts included");
  await verifiedUpTo(secretariat, await sealed(secretariat));
  for (const name of ["bundle", "contents", "wordings", "status", "drafts", "consistency"]) {
    await expect(row(secretariat, name)).toContainText(/\dholds/);
  }
});

test("a record that was put back raises an alarm that a good one does not end", async ({ browser, fresh }) => {
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  const member = await signIn(browser, fresh, HEAD);
  const [before, after] = [join(fresh.data, "../before"), join(fresh.data, "../after")];
  // With the sealer's key and its head: what whoever holds the key could do.
  await fresh.kill();
  copy(fresh.data, before);
  await fresh.serveAgain();
  await record(secretariat);
  await check(member);
  const known = await sealed(member);
  await fresh.kill();
  copy(fresh.data, after);

  await serve(fresh, before);
  await check(member);
  const alarm = panel(member).getByRole("alert");
  await expect(alarm).toContainText("does not continue the one that is known");
  await expect(row(member, "consistency")).toContainText("does not hold");
  for (const look of LOOKS) await expectAccessible(member, look);
  const notes = [await saved(member, "Save what was known"), await saved(member, "Save what was shown")];
  const sizes = notes.map((note) => Number(note.split("\n")[1]));
  expect(sizes).toEqual([known, await sealed(member)]);

  // It goes on with other acts, beyond what was known: the same size no longer means the same record.
  await record(secretariat);
  await record(secretariat);
  await check(member);
  await expect(row(member, "consistency")).toContainText("does not hold");
  await verifiedUpTo(member, known);

  await serve(fresh, after);
  await check(member);
  await expect(panel(member).getByRole("status")).toContainText("Everything that was checked holds.");
  await expect(alarm).toBeVisible();
  const aside = alarm.getByRole("button", { name: "Put this alarm aside" });
  await expect(aside).toBeDisabled();
  await alarm.getByLabel("I have saved both files").check();
  await aside.click();
  await expect(alarm).toBeHidden();
  await member.reload();
  await expect(panel(member).locator("[data-alarm]")).toBeHidden();
  await verifiedUpTo(member, known);
});

test("a record with another key raises an alarm, and only a person begins anew", async ({ browser, fresh }) => {
  const member = await signIn(browser, fresh, HEAD);
  await check(member);
  const key = (await (await member.request.get("/ledger/key")).text()).trim();
  const other = `${key.slice(0, -8)}AAAAAAA=`;
  await member.context().route("**/ledger/key", (route) => route.fulfill({ body: `${other}\n` }));
  await check(member);
  const alarm = panel(member).getByRole("alert");
  await expect(alarm).toContainText("signed with another key");
  await expect(alarm.locator("[data-known] [data-key]")).toHaveText(key);
  await expect(alarm.locator("[data-shown] [data-key]")).toHaveText(other);
  await alarm.getByLabel("I have saved both files").check();
  await alarm.getByRole("button", { name: "Forget what this browser knew" }).click();
  await expect(summary(member)).toHaveText("Not checked in this browser yet.");
});

test("an altered entry is named, and nothing is remembered of it", async ({ browser, demonstration }) => {
  const member = await signIn(browser, demonstration, HEAD);
  await member.context().route("**/ledger/tile/entries/000*", async (route) => {
    const response = await route.fetch();
    const body = Buffer.from(await response.body());
    // Within the first entry: a digit of its instant.
    const at = body.indexOf('"at":"20') + 8;
    body[at] = body[at] === 0x31 ? 0x32 : 0x31;
    await route.fulfill({ response, body });
  });
  await check(member);
  await expect(panel(member).getByRole("status")).toContainText("This record does not hold.");
  await expect(panel(member).locator("[data-failure-list]")).toContainText("Entry 0:");
  await expect(row(member, "tiles")).toContainText("does not hold");
  await expect(summary(member)).toContainText("Not checked in this browser yet.");
  await member.reload();
  await expect(summary(member)).toContainText("failed");
});

test("a check can be cancelled", async ({ browser, demonstration }) => {
  const member = await signIn(browser, demonstration, HEAD);
  const held: (() => void)[] = [];
  await member.context().route("**/ledger/tile/entries/**", async (route) => {
    await new Promise<void>((done) => held.push(done));
    await route.abort();
  });
  await member.goto("/record");
  await panel(member).getByRole("button", { name: CHECK, exact: true }).click();
  await expect(panel(member).getByRole("progressbar")).toBeVisible();
  const cancel = panel(member).getByRole("button", { name: "Cancel" });
  await expect(cancel).toBeFocused();
  await cancel.press("Enter");
  await expect(panel(member).getByRole("status")).toContainText("The check was cancelled");
  await expect(panel(member).getByRole("button", { name: CHECK, exact: true })).toBeFocused();
  await expect(summary(member)).toHaveText("Not checked in this browser yet.");
  for (const done of held) done();
});

test("how far the record is sealed follows on the open page", async ({ browser, fresh }) => {
  const member = await signIn(browser, fresh, HEAD);
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  await member.goto("/record");
  await record(secretariat);
  const number = new Intl.NumberFormat("en-GB").format((await sealed(member)) - 1);
  await expect(member.locator(".sealed")).toHaveText(`Sealed up to entry ${number}.`);
  await expect(member.locator("[data-live='record'] tbody tr").first()).toContainText("Sealed");
});

test("without script the page says how to check the record elsewhere", async ({ browser, demonstration }) => {
  const secretariat = await signIn(browser, demonstration, PEOPLE.secretariat, { script: false });
  await secretariat.goto("/record");
  await expect(secretariat.getByText("clausewise verify record.clausewise.tar")).toBeVisible();
  const download = secretariat.waitForEvent("download");
  await secretariat.getByRole("link", { name: "Take out the bundle" }).click();
  expect((await download).suggestedFilename()).toBe("record.clausewise.tar");
  await secretariat.locator("main").getByRole("link", { name: "What the record proves" }).click();
  await expect(secretariat.getByRole("heading", { level: 1 })).toHaveText("What the record proves, and how to check it");
  const member = await signIn(browser, demonstration, HEAD, { script: false });
  await member.goto("/record");
  await expect(member.getByText("ask them for one")).toBeVisible();
  await expect(member.getByRole("link", { name: "Take out the bundle" })).toHaveCount(0);
});
