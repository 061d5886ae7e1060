// The pages at the door, as a stranger finds them.
import { expectAccessible, type Look } from "./support/axe.js";
import { test } from "./support/people.js";

/** The language of English mirrored from right to left. */
const MIRRORED = "ar-XB";

/** Four looks in which each two of theme, size and direction meet. */
const LOOKS: Record<string, readonly Look[]> = {
  "en-GB": [
    { theme: "light", size: "wide" },
    { theme: "dark", size: "narrow" },
  ],
  [MIRRORED]: [
    { theme: "dark", size: "wide" },
    { theme: "light", size: "narrow" },
  ],
};

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
