// The pages at the door, as a stranger finds them.
import { expectAccessible, LANGUAGES, LOOKS } from "./support/axe.js";
import { test } from "./support/people.js";

test.describe.configure({ timeout: 300_000 });

test("nothing hinders a stranger at the door", async ({ browser, demonstration }) => {
  for (const language of LANGUAGES) {
    const context = await browser.newContext({ baseURL: demonstration.address, locale: language });
    const page = await context.newPage();
    for (const path of ["/sign-in", "/preferences", "/instruments"]) {
      await page.goto(path);
      for (const look of LOOKS) await expectAccessible(page, look);
    }
    await context.close();
  }
});
