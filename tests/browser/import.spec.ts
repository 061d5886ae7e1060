// Importing a text into the working draft, with and without script.
import { expect, PEOPLE, signIn, test } from "./support/people.js";

const TEXT = `# Another title

## Ballot papers

1. Every **unused** ballot paper is counted.
2. A spoilt one is \`kept\`.
`;

for (const script of [true, false]) {
  test(`a file is previewed, then stored, ${script ? "with" : "without"} script`, async ({ browser, fresh }) => {
    const page = await signIn(browser, fresh, PEOPLE.chair, { script });
    await page.goto("/instruments");
    await page.locator("main a[href^='/instruments/']").first().click();
    await page.getByRole("link", { name: "Import a text" }).click();
    const check = page.getByRole("button", { name: "Show what it becomes" });

    await page.locator("#file").setInputFiles({ name: "bad.txt", mimeType: "text/plain", buffer: Buffer.from([0x41, 0x0a, 0xff]) });
    await check.click();
    await expect(page.locator("#file-error")).toContainText("Line 2, column 1");

    await page.locator("#file").setInputFiles({ name: "ballots.md", mimeType: "text/markdown", buffer: Buffer.from(TEXT) });
    await check.click();
    await expect(page.locator("table")).toContainText("Code: it is kept as plain text.");
    await expect(page.locator(".clauses strong")).toHaveText("unused");
    await page.getByRole("button", { name: "Add these 3 clauses to the draft" }).click();
    await expect(page).toHaveURL(/\/drafts\//);
    await expect(page.getByText("A spoilt one is kept.")).toBeVisible();
    await page.context().close();
  });
}
