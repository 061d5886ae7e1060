// The pages at the door, as a stranger finds them.
import { expectAccessible, LOOKS } from "./support/axe.js";
import { test } from "./support/people.js";

test("nothing hinders a stranger at the door", async ({ browser, demonstration }) => {
  for (const [language, looks] of Object.entries(LOOKS)) {
    const context = await browser.newContext({ baseURL: demonstration.address, locale: language });
    const page = await context.newPage();
    for (const path of ["/sign-in", "/preferences", "/instruments"]) {
      await page.goto(path);
      for (const look of looks) await expectAccessible(page, look);
    }
    await context.close();
  }
});
