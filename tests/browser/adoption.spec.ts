// From the last call to a text that anybody can read: agreed, adopted, signed, published.
import { type Page } from "@playwright/test";
import { expectAccessible, LANGUAGES, LOOKS } from "./support/axe.js";
import { expect, PEOPLE, signIn, test } from "./support/people.js";
import { Caller } from "./support/caller.js";
import type { Program } from "./support/program.js";

const TEXT = `# Charter of the Counting Hall

Doors stay open while votes are counted.

Every result form is copied for whoever asks.
`;

/** Brings a text of two clauses to the end of a call that everybody answered; returns its address. */
async function called(program: Program): Promise<string> {
  const [secretariat, chair] = [
    await Caller.of(program, PEOPLE.secretariat),
    await Caller.of(program, PEOPLE.chair),
  ];
  const [group] = await secretariat.get("/groups");
  const opened = await secretariat.post("/instruments", {
    group: group.id,
    title: "Charter of the Counting Hall",
    language: "en",
  });
  const at = `/instruments/${opened.id}`;
  const { draft } = await chair.get(at);
  await chair.post(`/drafts/${draft}/import`, { name: "charter.md", text: TEXT });
  const { heads } = await chair.get(`/drafts/${draft}`);
  await chair.post(`${at}/revisions`, { heads });
  const { text } = await chair.get(`${at}/revisions/1`);
  const clauses: string[] = text.map((clause: { id: string }) => clause.id);
  const closes = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const call = await chair.post(`${at}/calls`, { kind: "consensus", revision: 1, clauses, closes_at: closes });
  for (const address of PEOPLE.heads) {
    const head = await Caller.of(program, address);
    for (const clause of text) {
      const position = { revision: 1, text_hash: clause.text_hash, kind: "endorse", mandate: "firm" };
      await head.post(`${at}/clauses/${clause.id}/positions`, position);
    }
  }
  await chair.post(`${at}/calls/${call.id}/complete`, undefined);
  for (const clause of text) {
    const { version } = await chair.get(at);
    const designation = { text_hash: clause.text_hash, level: "full_consensus", based_on: version };
    await chair.post(`${at}/clauses/${clause.id}/designation`, designation);
  }
  return at;
}

/** Opens a browser of somebody who has no account. */
async function stranger(page: Page, program: Program): Promise<Page> {
  const context = await page.context().browser()?.newContext({ baseURL: program.address, locale: "en-GB" });
  if (context === undefined) throw new Error("the browser has gone");
  return context.newPage();
}

test.describe.configure({ timeout: 600_000 });

test("the chair agrees and adopts, a head signs with a reservation, and a stranger reads and prints it", async ({
  browser,
  fresh,
}) => {
  const instrument = await called(fresh);
  const chair = await signIn(browser, fresh, PEOPLE.chair);
  await chair.goto(instrument);
  await chair.getByRole("link", { name: "Agreement and adoption" }).click();
  await expect(chair.getByText("0 of 2 clauses of revision 1 are agreed.")).toBeVisible();
  await chair.getByRole("link", { name: "Record 2 clauses as agreed" }).click();
  for (const clause of await chair.getByRole("group", { name: "Clauses" }).getByRole("checkbox").all()) {
    await clause.check();
  }
  await chair.getByRole("button", { name: "Check before recording" }).click();
  await expect(chair.getByRole("heading", { level: 1 })).toHaveText("Record these clauses as agreed?");
  await expect(chair.getByText("Doors stay open while votes are counted.")).toBeVisible();
  await chair.getByRole("button", { name: "Record as agreed" }).click();
  await expect(chair.getByText("2 of 2 clauses of revision 1 are agreed.")).toBeVisible();

  await chair.getByRole("link", { name: "Adopt the text" }).click();
  const root = await chair.locator("code.hash").first().innerText();
  await chair.getByLabel("Note of the chair").fill("Adopted with applause.");
  await chair.getByRole("button", { name: "Check before adopting" }).click();
  await expect(chair.getByText("Adoption cannot be undone.")).toBeVisible();
  await expect(chair.locator("code.hash").first()).toHaveText(root);
  await chair.getByRole("button", { name: "Adopt the text" }).click();
  await expect(chair.getByText("The text is adopted.")).toBeVisible();

  const head = await signIn(browser, fresh, PEOPLE.heads[2], { script: false });
  await head.goto(`${instrument}/agreement`);
  await head.getByRole("link", { name: "Sign", exact: true }).click();
  await head.locator("summary", { hasText: "Every result form" }).click();
  await head.getByRole("textbox", { name: /^Reservation on/ }).and(head.locator(":visible")).fill("Copies cost a fee with us.");
  await head.getByRole("button", { name: "Check before signing" }).click();
  await expect(head.getByText("Copies cost a fee with us.")).toBeVisible();
  await expect(head.locator("code.hash")).toHaveText(root);
  await head.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(head.getByRole("heading", { level: 1 })).toHaveText("Signature on record");
  await expect(head.getByRole("link", { name: /^entry / })).toBeVisible();

  const reader = await stranger(chair, fresh);
  await reader.goto("/");
  await reader.getByRole("link", { name: "Charter of the Counting Hall" }).click();
  await expect(reader.getByText("Adopted with applause.")).toBeVisible();
  await expect(reader.locator(".facts .hash")).toHaveText(root);
  const permanent = await reader.locator("a.address").innerText();
  const clause = reader.locator("li.clause", { hasText: "Every result form" });
  await clause.getByRole("link", { name: /^Link/ }).click();
  await expect(reader).toHaveURL(new RegExp(`^${permanent}#clause-[0-9a-f-]{36}$`));
  await expect(clause).toBeInViewport();
  await expect(clause).toContainText("Copies cost a fee with us.");
  await expect(reader.getByRole("table")).toContainText("Haute Autorité électorale du Bélandou");
  await expect(reader.locator("#cite-bibtex")).toContainText("@misc{charter-of-the-counting-hall-v1");
  const hidden = reader.getByText(/Babajide|Aïssata|@hae-b/);
  await expect(hidden).toHaveCount(0);

  await reader.emulateMedia({ media: "print" });
  await expect(reader.locator(".site-header")).toBeHidden();
  await expect(reader.locator(".print-foot")).toBeVisible();
  await expect(reader.locator(".print-foot")).toContainText(root);
  await expect(reader.getByRole("table")).toBeVisible();
  await expect(clause.getByText("Copies cost a fee with us.")).toBeVisible();
});

test("nothing hinders a stranger in an adopted text, nor a member on the way to it", async ({ browser, demonstration }) => {
  for (const language of LANGUAGES) {
    const member = await signIn(browser, demonstration, PEOPLE.heads[10], { language });
    const reader = await stranger(member, demonstration);
    await reader.goto("/adopted");
    const address = (await reader.locator("main h2 a").first().getAttribute("href")) ?? "";
    for (const path of ["/", "/adopted", address, `${address}/1`]) {
      await reader.goto(path);
      for (const look of LOOKS) await expectAccessible(reader, look);
    }
    const overview = `${address.replace("/adopted/", "/instruments/")}/agreement`;
    await member.goto(overview);
    for (const look of LOOKS) await expectAccessible(member, look);
    await member.goto((await member.locator("main tbody a").first().getAttribute("href")) ?? "");
    for (const look of LOOKS) await expectAccessible(member, look);
    await reader.context().close();
    await member.context().close();
  }
});

test("who has not signed yet finds every clause to reserve", async ({ browser, demonstration }) => {
  const head = await signIn(browser, demonstration, PEOPLE.heads[11]);
  await head.goto("/adopted");
  const address = (await head.locator("main h2 a").first().getAttribute("href")) ?? "";
  await head.goto(`${address.replace("/adopted/", "/instruments/")}/agreement/sign`);
  await expect(head.locator("fieldset details")).toHaveCount(8);
  for (const look of LOOKS) await expectAccessible(head, look);
});
