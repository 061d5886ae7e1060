// Keys made in the browser, positions signed with them, and the same with the command, offline.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Page } from "@playwright/test";
import { openInstrument } from "./support/acts.js";
import { expectAccessible, LOOKS } from "./support/axe.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";
import { binary } from "./support/program.js";

test.describe.configure({ timeout: 300_000 });

const HEAD = PEOPLE.heads[0];

/** Opens the page of the key of one's own organisation. */
async function openKey(page: Page): Promise<string> {
  const own = await page.locator(".menu-about bdi.soft").textContent();
  await page.goto("/organisations");
  await page.getByRole("row", { name: own ?? "" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "Key and its history" }).click();
  return new URL(page.url()).pathname;
}

/** Makes a key in the browser, stores its file and declares it. */
async function declareKey(page: Page): Promise<string> {
  const form = page.locator("form[data-purpose='key_declaration']");
  await form.getByRole("button", { name: "Make a key in this browser" }).click();
  const declare = form.getByRole("button", { name: "Declare a key" });
  await expect(declare).toBeDisabled();
  const download = page.waitForEvent("download");
  await form.getByRole("link", { name: "Save the key file" }).click();
  const file = join(mkdtempSync(join(tmpdir(), "clausewise-key-")), "key.pem");
  await (await download).saveAs(file);
  execFileSync("chmod", ["600", file]);
  await form.getByLabel("I have stored the file").check();
  await declare.click();
  await expect(page.getByText("The key has been declared.")).toBeVisible();
  return file;
}

/** Confirms it as the secretariat does, by the fingerprint that the organisation reads out. */
async function confirmKey(secretariat: Page, path: string, fingerprint: string): Promise<void> {
  await secretariat.goto(path);
  await expect(secretariat.locator(".key-fingerprint")).toHaveText(fingerprint);
  await secretariat.getByLabel("I have compared the fingerprint").check();
  await secretariat.getByRole("button", { name: "Confirm this key" }).click();
  await expect(secretariat.getByText("The key has been confirmed.")).toBeVisible();
}

/** Fills in an acceptance of the first clause of the text and goes on to what is to be signed. */
async function prepareToSign(page: Page, clause: string, stand: string): Promise<void> {
  await page.goto(`${clause}/position`);
  await page.getByRole("group", { name: "Position" }).getByLabel(stand, { exact: true }).check();
  await page.getByRole("button", { name: "Check before recording" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign this position");
}

async function firstClause(page: Page): Promise<string> {
  await openInstrument(page);
  const href = await page.locator("li.clause:has(.level) a").first().getAttribute("href");
  return new URL(href ?? "", page.url()).pathname;
}

test("an organisation makes a key, signs with it, and without script signs elsewhere", async ({ browser, fresh }) => {
  const head = await signIn(browser, fresh, HEAD);
  const path = await openKey(head);
  const file = await declareKey(head);
  const fingerprint = (await head.locator(".key-fingerprint").textContent()) ?? "";
  expect(execFileSync(binary(), ["key", "show", file]).toString()).toContain(fingerprint);
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  await confirmKey(secretariat, path, fingerprint);
  await head.goto(path);
  for (const look of LOOKS) await expectAccessible(head, look);

  const clause = await firstClause(head);
  await prepareToSign(head, clause, "Accept");
  for (const look of LOOKS) await expectAccessible(head, look);
  await head.getByRole("button", { name: "Sign and record" }).click();
  await expect(head.getByRole("heading", { level: 1 })).toHaveText("Position on record");
  await expect(head.getByText(`Signed, ${fingerprint}`)).toBeVisible();
  const download = head.waitForEvent("download");
  await head.getByRole("link", { name: "Signed statement (JWS)" }).click();
  const jws = JSON.parse(readFileSync(await (await download).path()).toString());
  const payload = JSON.parse(Buffer.from(jws.payload, "base64url").toString());
  expect(payload.kind).toBe("accept");

  const offline = await signIn(browser, fresh, HEAD, { script: false });
  await prepareToSign(offline, clause, "Endorse");
  const sheet = offline.waitForEvent("download");
  await offline.getByRole("button", { name: "Download the statement" }).click();
  const statement = join(mkdtempSync(join(tmpdir(), "clausewise-sign-")), "statement.json");
  await (await sheet).saveAs(statement);
  const shown = execFileSync(binary(), ["sign", statement, "--key", file, "--yes"]).toString();
  expect(shown).toContain("Position      endorse");
  const signed = readFileSync(statement.replace(".json", ".signed.json")).toString();
  await offline.goto(`${clause}/position/signed`);
  await offline.getByLabel("Signed statement").fill(signed.replace(/"signature": ".{4}/, '"signature": "AAAA'));
  await offline.getByRole("button", { name: "Send what was signed" }).click();
  await expect(offline.getByRole("alert")).toContainText("The signature is not one of the key on record");
  await offline.getByLabel("Signed statement").fill(signed);
  await offline.getByRole("button", { name: "Send what was signed" }).click();
  await expect(offline.getByRole("heading", { level: 1 })).toHaveText("Position on record");
});

test("the browser warns of a key that it has not seen before", async ({ browser, fresh }) => {
  const head = await signIn(browser, fresh, HEAD);
  const path = await openKey(head);
  await declareKey(head);
  const fingerprint = (await head.locator(".key-fingerprint").textContent()) ?? "";
  const secretariat = await signIn(browser, fresh, PEOPLE.secretariat);
  await confirmKey(secretariat, path, fingerprint);
  await head.goto(path);
  const alarm = head.getByRole("alert").filter({ hasText: "another key" });
  await expect(alarm).toBeHidden();
  await head.evaluate(() => {
    const name = Object.keys(localStorage).find((key) => key.startsWith("clausewise-key-")) ?? "";
    localStorage.setItem(name, JSON.stringify(["AAAA", "0000 1111 2222 3333 4444 5555 6666 7777"]));
  });
  await head.reload();
  await expect(alarm).toBeVisible();
  await expect(alarm).toContainText("0000 1111");
  await alarm.getByRole("button", { name: "We changed it" }).click();
  await head.reload();
  await expect(alarm).toBeHidden();
});
